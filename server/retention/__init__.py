"""How long recordings are kept: periods, holds, and erasures that leave nothing but a certificate."""
