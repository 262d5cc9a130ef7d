"""The words of the page that tells how to trust the server's authority. No I/O."""

from dataclasses import dataclass
from datetime import datetime
from html import escape

STYLE = """
:root{color-scheme:light dark;--line:#8884;--own:#0f5f57}
@media (prefers-color-scheme:light){body{background:#f6f5f1;color:#1d2a30}a{color:var(--own)}.print{background:#fff}}
body{font:16px/1.7 system-ui,"Noto Sans CJK SC","Microsoft YaHei",sans-serif;max-width:46rem;margin:0 auto;padding:1.5rem 1.25rem 4rem}
h1{font-size:1.7rem;line-height:1.3;margin:.5rem 0}
h2{font-size:1.15rem;margin:2rem 0 .5rem;padding-top:1rem;border-top:1px solid var(--line)}
ol,p{margin:.5rem 0}li{margin:.35rem 0}
code{font:0.92em ui-monospace,monospace;background:#8882;border-radius:.25rem;padding:.1rem .3rem}
pre{overflow-x:auto;background:#8882;border-radius:.5rem;padding:.8rem 1rem}pre code{background:none;padding:0}
.print{font:600 1.05rem/1.8 ui-monospace,monospace;border:2px solid var(--line);border-radius:.5rem;padding:.6rem 1rem;overflow-wrap:anywhere}
a:focus-visible{outline:3px solid #4a8de8;outline-offset:2px}
.button{display:inline-block;background:var(--own);color:#fff;border-radius:.5rem;padding:.6rem 1.2rem;text-decoration:none;font-weight:600;margin:.4rem .6rem .4rem 0}
.plain{background:none;color:inherit;border:1px solid currentColor}
.language{float:right}
""".strip()


@dataclass(frozen=True, slots=True)
class Shown:
    """What the page tells of this server."""

    address: str
    """Where the server is over HTTPS."""
    fingerprint: str
    """SHA-256 of the authority, pairs with colons."""
    ends_at: datetime


def page(shown: Shown, language: str) -> str:
    """Return the page in `zh` or, for anything else, in English."""
    words = _ZH if language == "zh" else _EN
    pairs = shown.fingerprint.split(":")
    half = len(pairs) // 2
    return words.format(
        address=escape(shown.address, quote=True),
        fingerprint=f"{':'.join(pairs[:half])}<br>{':'.join(pairs[half:])}",
        year=shown.ends_at.year,
    )


_HEAD = """<!doctype html><html lang="{lang}"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>{title}</title><link rel="stylesheet" href="/trust/style.css"><main>
<p class="language"><a href="?lang={other}">{other_name}</a></p>
"""


def _with_head(lang: str, title: str, other: tuple[str, str], body: str) -> str:
    head = _HEAD.format(lang=lang, title=title, other=other[0], other_name=other[1])
    return head + f"<h1>{title}</h1>\n{body}</main></html>"


_ZH = _with_head(
    "zh-CN",
    "让这台设备信任同课服务器",
    ("en", "English"),
    """<p>浏览器只在安全连接（https）上允许使用摄像头。这台服务器用自己的证书，每台上课的电脑、平板<strong>只要安装一次</strong>，以后不用再管（有效到 {year} 年）。</p>
<h2>第一步：下载证书</h2>
<p><a class="button" href="/trust/tongke-authority.crt">下载证书</a></p>
<h2>第二步：核对指纹</h2>
<p>请管理员在服务器上运行 <code>tongke doctor</code>，比一比那里显示的指纹。<strong>两边完全一样才可以安装。</strong></p>
<p class="print">{fingerprint}</p>
<h2>第三步：安装</h2>
<p><strong>Windows 电脑、一体机</strong>（Edge、Chrome、360 等浏览器）</p>
<ol><li>双击下载的 <code>tongke-authority.crt</code>，点“安装证书”。</li>
<li>选“本地计算机”，点“下一步”。</li>
<li>选“将所有的证书都放入下列存储”，点“浏览”，选<strong>“受信任的根证书颁发机构”</strong>，点“确定”“下一步”“完成”。</li>
<li>关闭所有浏览器窗口，再重新打开。</li></ol>
<p>要装很多台时，可以用管理员身份运行：</p>
<pre><code>certutil -addstore -f Root tongke-authority.crt</code></pre>
<p><strong>安卓平板、手机</strong></p>
<ol><li>打开“设置”，搜索“CA 证书”（一般在“安全 → 加密与凭据 → 安装证书”里）。</li>
<li>选“CA 证书”，再选“仍然安装”，找到下载的文件。</li></ol>
<p><strong>教室里的 Linux 电脑（Chromium）</strong></p>
<ol><li>下载 <a href="/trust/tongke-chromium.json">tongke-chromium.json</a>，放进 <code>/etc/chromium/policies/managed/</code>（Chrome 放进 <code>/etc/opt/chrome/policies/managed/</code>）。</li>
<li>重新启动浏览器。浏览器旧于 128 版时，改用下面的命令：</li></ol>
<pre><code>certutil -d sql:$HOME/.pki/nssdb -A -t C,, -n Tongke -i tongke-authority.crt</code></pre>
<h2>第四步：打开同课</h2>
<p><a class="button" href="{address}/">打开 {address}</a></p>
<p>如果浏览器还提示“不安全”，说明证书没有装好，请从第三步再做一遍。</p>
""",
)
_EN = _with_head(
    "en",
    "Make this device trust the Tongke server",
    ("zh", "中文"),
    """<p>Browsers allow the camera over https only. This server has a certificate of its own: <strong>install it once</strong> on each computer or tablet that takes lessons (good until {year}).</p>
<h2>1. Download the certificate</h2>
<p><a class="button" href="/trust/tongke-authority.crt">Download the certificate</a></p>
<h2>2. Compare the fingerprint</h2>
<p>Ask the administrator to run <code>tongke doctor</code> on the server. <strong>Install it only if both are the same.</strong></p>
<p class="print">{fingerprint}</p>
<h2>3. Install it</h2>
<p><strong>Windows</strong> (Edge, Chrome and others)</p>
<ol><li>Open <code>tongke-authority.crt</code> and choose “Install certificate”.</li>
<li>Choose “Local machine”.</li>
<li>Choose “Place all certificates in the following store”, then <strong>“Trusted Root Certification Authorities”</strong>.</li>
<li>Close every window of the browser and open it again.</li></ol>
<p>For many computers, as an administrator:</p>
<pre><code>certutil -addstore -f Root tongke-authority.crt</code></pre>
<p><strong>Android</strong></p>
<ol><li>Open Settings and search for “CA certificate” (mostly Security → Encryption &amp; credentials → Install a certificate).</li>
<li>Choose “CA certificate”, “Install anyway”, and the file.</li></ol>
<p><strong>Linux computers of classrooms (Chromium)</strong></p>
<ol><li>Put <a href="/trust/tongke-chromium.json">tongke-chromium.json</a> into <code>/etc/chromium/policies/managed/</code> (Chrome: <code>/etc/opt/chrome/policies/managed/</code>).</li>
<li>Start the browser anew. Before version 128 use this instead:</li></ol>
<pre><code>certutil -d sql:$HOME/.pki/nssdb -A -t C,, -n Tongke -i tongke-authority.crt</code></pre>
<h2>4. Open Tongke</h2>
<p><a class="button" href="{address}/">Open {address}</a></p>
<p>If the browser still says “not secure”, the certificate is not installed: repeat step 3.</p>
""",
)
