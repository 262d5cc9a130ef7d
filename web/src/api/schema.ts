// Generated from the server's OpenAPI by `npm run generate:api`; do not edit.
export interface paths {
    "/api/access-codes/look": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Look
         * @description Return for whom a code is, so that people see that they typed the right one.
         */
        post: operations["look_api_access_codes_look_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/access-codes/redeem": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Redeem
         * @description Choose a password with a code; signs in.
         */
        post: operations["redeem_api_access_codes_redeem_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/alignment": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Overview
         * @description Return what there is to align in the caller's city, and what came of it.
         */
        get: operations["overview_api_alignment_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/alignment/acceptances/{acceptance_id}/undo": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Undo
         * @description Take an acceptance back: lessons that have not begun are cancelled.
         */
        post: operations["undo_api_alignment_acceptances__acceptance_id__undo_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/alignment/imports": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Import Rows
         * @description Import demands (开课需求) and offers (主播课) of an XLSX or CSV file, which is the body of the request.
         */
        post: operations["import_rows_api_alignment_imports_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/alignment/problems": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Wrong Rows
         * @description Read every table that a run would be made of, and return what is wrong with the rows: about a second for a city.
         */
        get: operations["wrong_rows_api_alignment_problems_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/alignment/proposals/{proposal_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Result
         * @description Return a proposal by class and by hub, in real minutes.
         */
        get: operations["result_api_alignment_proposals__proposal_id__get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/alignment/proposals/{proposal_id}/accept": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Accept
         * @description Make dated lessons of a proposal, or of the part for some demands; `replace` gives up what stood otherwise.
         */
        post: operations["accept_api_alignment_proposals__proposal_id__accept_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/alignment/proposals/{proposal_id}/against/{other_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Compare
         * @description Return what differs between two proposals.
         */
        get: operations["compare_api_alignment_proposals__proposal_id__against__other_id__get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/alignment/proposals/{proposal_id}/edits": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Edit
         * @description Return a new proposal with moves and swaps; refused with reasons where a rule would be broken.
         */
        post: operations["edit_api_alignment_proposals__proposal_id__edits_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/alignment/proposals/{proposal_id}/explanations/{demand_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Explanation
         * @description Return why a demand is not met, and which single change would do.
         */
        get: operations["explanation_api_alignment_proposals__proposal_id__explanations__demand_id__get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/alignment/proposals/{proposal_id}/options": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Options
         * @description Return where a demand's lesson could go, with the rules that forbid it. Changes nothing.
         */
        post: operations["options_api_alignment_proposals__proposal_id__options_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/alignment/proposals/{proposal_id}/repairs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Repair
         * @description Return a new proposal after a teacher fell sick, a room was lost or bells changed, with the fewest lessons changed.
         */
        post: operations["repair_api_alignment_proposals__proposal_id__repairs_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/alignment/runs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Start Run
         * @description Ask for a plan. A worker begins it; progress comes over `/api/events`.
         */
        post: operations["start_run_api_alignment_runs_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/alignment/runs/{run_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One Run
         * @description Return a run with its proposals.
         */
        get: operations["one_run_api_alignment_runs__run_id__get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/alignment/runs/{run_id}/stop": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Stop Run
         * @description Have a run end with the best plan that it has.
         */
        post: operations["stop_run_api_alignment_runs__run_id__stop_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/alignment/timetables": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Import Timetables
         * @description Import schools' own timetables (学校课表): XLSX or CSV rows, or a school's FET file, as the body of the request.
         */
        post: operations["import_timetables_api_alignment_timetables_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/audit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Log
         * @description Return what was done about the schools that the caller administers, newest first.
         */
        get: operations["log_api_audit_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/audit/verification": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Verification
         * @description Walk the whole log and say whether every row holds the one before.
         */
        get: operations["verification_api_audit_verification_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/calendar-feeds": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Feeds
         * @description Return the feeds that the caller has made.
         */
        get: operations["feeds_api_calendar_feeds_get"];
        put?: never;
        /**
         * Make Feed
         * @description Make the secret address of a feed; its key is told only now.
         */
        post: operations["make_feed_api_calendar_feeds_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/calendar-feeds/{row_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Feed
         * @description Return the lessons of a feed as iCalendar.
         */
        get: operations["feed_api_calendar_feeds__row_id__get"];
        put?: never;
        post?: never;
        /**
         * Remove Feed
         * @description Delete a feed; its address is dead at once.
         */
        delete: operations["remove_feed_api_calendar_feeds__row_id__delete"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/classes/{class_id}/consents": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Consents
         * @description Return every consent of a class, newest first.
         */
        get: operations["consents_api_classes__class_id__consents_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/classes/{class_id}/consents/{track}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Give
         * @description Note that the parents of a class allow a track to be recorded.
         */
        put: operations["give_api_classes__class_id__consents__track__put"];
        post?: never;
        /**
         * Withdraw
         * @description End a consent: what is being recorded or sent of the class stops before this answer goes out.
         */
        delete: operations["withdraw_api_classes__class_id__consents__track__delete"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/device": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What To Show
         * @description Return the device behind the cookie and the lesson that it should show.
         */
        get: operations["what_to_show_api_device_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/device-session": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Enrol
         * @description Exchange the key of a classroom for a cookie.
         */
        post: operations["enrol_api_device_session_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/device/key": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Next Key
         * @description Return a new key; the first use of it voids the old one.
         */
        post: operations["next_key_api_device_key_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/device/plan": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Plan
         * @description Return the signed plan of the next two weeks; 304 if the device holds it (`If-None-Match`).
         */
        get: operations["plan_api_device_plan_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/device/plan/acknowledgement": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Acknowledge
         * @description Note that the device keeps a plan.
         */
        post: operations["acknowledge_api_device_plan_acknowledgement_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/device/status": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Status
         * @description Note what the device tells about itself.
         */
        post: operations["status_api_device_status_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/devices": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Devices
         * @description Return a page of the devices of the schools that the caller looks after.
         */
        get: operations["devices_api_devices_get"];
        put?: never;
        /**
         * Place
         * @description Say in which room the device stands that shows a code.
         */
        post: operations["place_api_devices_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/devices/{device_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One Device
         * @description Return one device.
         */
        get: operations["one_device_api_devices__device_id__get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Change
         * @description Change name, room or class of a device.
         */
        patch: operations["change_api_devices__device_id__patch"];
        trace?: never;
    };
    "/api/devices/{device_id}/revoke": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Revoke
         * @description Void the device's key and cookie, and end its media.
         */
        post: operations["revoke_api_devices__device_id__revoke_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/enrolments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Begin
         * @description Make the six digits that a new device shows, for a quarter of an hour.
         */
        post: operations["begin_api_enrolments_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/enrolments/{enrolment_id}/claim": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Claim
         * @description Give the device its key and cookie once somebody has typed its code; nothing until then.
         */
        post: operations["claim_api_enrolments__enrolment_id__claim_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/erasures": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Erasures
         * @description Return the erasures of the schools that the caller administers: open ones first, then the newest.
         */
        get: operations["erasures_api_erasures_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/erasures/{erasure_id}/approval": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Agree
         * @description Agree to an erasure that somebody else asked for; the days of grace begin.
         */
        post: operations["agree_api_erasures__erasure_id__approval_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/erasures/{erasure_id}/certificate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Certificate
         * @description Return the signed certificate of an erasure that is done, as a file.
         */
        get: operations["certificate_api_erasures__erasure_id__certificate_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/erasures/{erasure_id}/machine-gone": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Machine Gone
         * @description Say that a machine will not come back: this erasure and all others in the caller's care wait for it no longer.
         */
        post: operations["machine_gone_api_erasures__erasure_id__machine_gone_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/erasures/{erasure_id}/refusal": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Refuse
         * @description Refuse an erasure that somebody else asked for.
         */
        post: operations["refuse_api_erasures__erasure_id__refusal_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/erasures/{erasure_id}/return": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Take Back
         * @description Take an erasure back before it begins.
         */
        post: operations["take_back_api_erasures__erasure_id__return_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/erasures/verification": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Verify
         * @description Say whether this installation signed a certificate, and what it says.
         */
        post: operations["verify_api_erasures_verification_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/exports": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Exports
         * @description Return the newest wishes that the caller made or may decide.
         */
        get: operations["exports_api_exports_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/exports/{export_id}/approval": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Approve
         * @description Agree to an export, for a week.
         */
        post: operations["approve_api_exports__export_id__approval_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/exports/{export_id}/refusal": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Refuse
         * @description Refuse an export.
         */
        post: operations["refuse_api_exports__export_id__refusal_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/ledger/certificates/{person_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Certificate
         * @description Certify the hours that a teacher taught: one's own, or those of a teacher in one's care.
         */
        get: operations["certificate_api_ledger_certificates__person_id__get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/ledger/certificates/verification": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Verify
         * @description Say whether this installation signed a certificate, and what it says.
         */
        post: operations["verify_api_ledger_certificates_verification_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/ledger/entries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Entries
         * @description Return the rows of the ledger of the caller's schools, newest revisions.
         */
        get: operations["entries_api_ledger_entries_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/ledger/reports/{by}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Report
         * @description Return sums of the lessons of the caller's schools, as JSON, CSV or XLSX.
         */
        get: operations["report_api_ledger_reports__by__get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/ledger/verification": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Verification
         * @description Walk the whole ledger and say whether every row holds the one before.
         */
        get: operations["verification_api_ledger_verification_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/lessons": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Lessons Of Day
         * @description Return the lessons of a day that the caller may see; without a day, today's.
         */
        get: operations["lessons_of_day_api_lessons_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/lessons/{lesson_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One Lesson
         * @description Return one lesson.
         */
        get: operations["one_lesson_api_lessons__lesson_id__get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/lessons/{lesson_id}/end": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * End
         * @description End a lesson.
         */
        post: operations["end_api_lessons__lesson_id__end_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/lessons/{lesson_id}/interaction": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Interaction
         * @description Return hands, calls for help, head counts, messages and polls; after the lesson as they were at its end.
         */
        get: operations["interaction_api_lessons__lesson_id__interaction_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/lessons/{lesson_id}/interaction/classes/{room_id}/word": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Word
         * @description Give a class the word, or thank it; its hand goes down either way.
         */
        put: operations["word_api_lessons__lesson_id__interaction_classes__room_id__word_put"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/lessons/{lesson_id}/interaction/hand": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Hand
         * @description Raise the hand of a class, or take it down.
         */
        put: operations["hand_api_lessons__lesson_id__interaction_hand_put"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/lessons/{lesson_id}/interaction/head-count": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Head Count
         * @description Say how many children sit in the classroom.
         */
        put: operations["head_count_api_lessons__lesson_id__interaction_head_count_put"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/lessons/{lesson_id}/interaction/help": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Ask Help
         * @description Call for help with the equipment, or say that it came.
         */
        put: operations["ask_help_api_lessons__lesson_id__interaction_help_put"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/lessons/{lesson_id}/interaction/messages": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Message
         * @description Send a line to the other side; the children do not see it read aloud, the adults do.
         */
        post: operations["message_api_lessons__lesson_id__interaction_messages_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/lessons/{lesson_id}/interaction/polls": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Open Poll
         * @description Ask all classes; a poll that was open is closed.
         */
        post: operations["open_poll_api_lessons__lesson_id__interaction_polls_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/lessons/{lesson_id}/interaction/polls/{number}/answer": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Answer
         * @description Give the votes of a class, or correct them.
         */
        put: operations["answer_api_lessons__lesson_id__interaction_polls__number__answer_put"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/lessons/{lesson_id}/interaction/polls/{number}/close": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Close Poll
         * @description Take no more answers.
         */
        post: operations["close_poll_api_lessons__lesson_id__interaction_polls__number__close_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/lessons/{lesson_id}/media-tokens": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Media Token
         * @description Return a permit for one door of a lesson: to be used once, within a minute.
         */
        post: operations["media_token_api_lessons__lesson_id__media_tokens_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/lessons/{lesson_id}/receivers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Receivers
         * @description Return every receiving room of a lesson, and how its media do.
         */
        get: operations["receivers_api_lessons__lesson_id__receivers_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/lessons/{lesson_id}/start": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Start
         * @description Start a lesson.
         */
        post: operations["start_api_lessons__lesson_id__start_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/library/choices": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Library Choices
         * @description Return the schools, teachers, editions and units of what the callers may watch: what to filter by.
         */
        get: operations["library_choices_api_library_choices_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/objects/{key}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Stored Object
         * @description Return the bytes of a header, a segment or a picture, whole or a range.
         */
        get: operations["stored_object_api_objects__key__get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/organisation/alliances": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List Alliances */
        get: operations["list_alliances_api_organisation_alliances_get"];
        put?: never;
        /** Create Alliances */
        post: operations["create_alliances_api_organisation_alliances_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/organisation/alliances/{row_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read Alliances */
        get: operations["read_alliances_api_organisation_alliances__row_id__get"];
        /** Replace Alliances */
        put: operations["replace_alliances_api_organisation_alliances__row_id__put"];
        post?: never;
        /** Remove Alliances */
        delete: operations["remove_alliances_api_organisation_alliances__row_id__delete"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/organisation/bells": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List Bells */
        get: operations["list_bells_api_organisation_bells_get"];
        put?: never;
        /** Create Bells */
        post: operations["create_bells_api_organisation_bells_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/organisation/bells/{row_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read Bells */
        get: operations["read_bells_api_organisation_bells__row_id__get"];
        /** Replace Bells */
        put: operations["replace_bells_api_organisation_bells__row_id__put"];
        post?: never;
        /** Remove Bells */
        delete: operations["remove_bells_api_organisation_bells__row_id__delete"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/organisation/calendar": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List Calendar */
        get: operations["list_calendar_api_organisation_calendar_get"];
        put?: never;
        /** Create Calendar */
        post: operations["create_calendar_api_organisation_calendar_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/organisation/calendar/{row_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read Calendar */
        get: operations["read_calendar_api_organisation_calendar__row_id__get"];
        /** Replace Calendar */
        put: operations["replace_calendar_api_organisation_calendar__row_id__put"];
        post?: never;
        /** Remove Calendar */
        delete: operations["remove_calendar_api_organisation_calendar__row_id__delete"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/organisation/cities": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Cities
         * @description Return the cities in which the caller holds a role.
         */
        get: operations["cities_api_organisation_cities_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/organisation/classes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List Classes */
        get: operations["list_classes_api_organisation_classes_get"];
        put?: never;
        /** Create Classes */
        post: operations["create_classes_api_organisation_classes_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/organisation/classes/{row_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read Classes */
        get: operations["read_classes_api_organisation_classes__row_id__get"];
        /** Replace Classes */
        put: operations["replace_classes_api_organisation_classes__row_id__put"];
        post?: never;
        /** Remove Classes */
        delete: operations["remove_classes_api_organisation_classes__row_id__delete"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/organisation/districts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List Districts */
        get: operations["list_districts_api_organisation_districts_get"];
        put?: never;
        /** Create Districts */
        post: operations["create_districts_api_organisation_districts_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/organisation/districts/{row_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read Districts */
        get: operations["read_districts_api_organisation_districts__row_id__get"];
        /** Replace Districts */
        put: operations["replace_districts_api_organisation_districts__row_id__put"];
        post?: never;
        /** Remove Districts */
        delete: operations["remove_districts_api_organisation_districts__row_id__delete"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/organisation/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Export
         * @description Return what the caller may see of a city or a school: a workbook, or one sheet as CSV.
         */
        get: operations["export_api_organisation_export_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/organisation/imports": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Imports
         * @description Return the imports of a city, newest first.
         */
        get: operations["imports_api_organisation_imports_get"];
        put?: never;
        /**
         * Import File
         * @description Import an XLSX, CSV or OneRoster file, which is the request's body; a dry run only says what is wrong with it.
         */
        post: operations["import_file_api_organisation_imports_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/organisation/imports/{row_id}/undo": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Undo
         * @description Take the last import of a city back.
         */
        post: operations["undo_api_organisation_imports__row_id__undo_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/organisation/rooms": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List Rooms */
        get: operations["list_rooms_api_organisation_rooms_get"];
        put?: never;
        /** Create Rooms */
        post: operations["create_rooms_api_organisation_rooms_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/organisation/rooms/{row_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read Rooms */
        get: operations["read_rooms_api_organisation_rooms__row_id__get"];
        /** Replace Rooms */
        put: operations["replace_rooms_api_organisation_rooms__row_id__put"];
        post?: never;
        /** Remove Rooms */
        delete: operations["remove_rooms_api_organisation_rooms__row_id__delete"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/organisation/schools": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List Schools */
        get: operations["list_schools_api_organisation_schools_get"];
        put?: never;
        /** Create Schools */
        post: operations["create_schools_api_organisation_schools_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/organisation/schools/{row_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read Schools */
        get: operations["read_schools_api_organisation_schools__row_id__get"];
        /** Replace Schools */
        put: operations["replace_schools_api_organisation_schools__row_id__put"];
        post?: never;
        /** Remove Schools */
        delete: operations["remove_schools_api_organisation_schools__row_id__delete"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/organisation/schools/{row_id}/days": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Days
         * @description Return what each date is at a school: which weekday's timetable of which week, or why it is off.
         */
        get: operations["days_api_organisation_schools__row_id__days_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/organisation/subjects": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List Subjects */
        get: operations["list_subjects_api_organisation_subjects_get"];
        put?: never;
        /** Create Subjects */
        post: operations["create_subjects_api_organisation_subjects_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/organisation/subjects/{row_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read Subjects */
        get: operations["read_subjects_api_organisation_subjects__row_id__get"];
        /** Replace Subjects */
        put: operations["replace_subjects_api_organisation_subjects__row_id__put"];
        post?: never;
        /** Remove Subjects */
        delete: operations["remove_subjects_api_organisation_subjects__row_id__delete"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/organisation/template": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Template
         * @description Return an empty workbook that explains its columns, or one empty CSV file.
         */
        get: operations["template_api_organisation_template_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/organisation/terms": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List Terms */
        get: operations["list_terms_api_organisation_terms_get"];
        put?: never;
        /** Create Terms */
        post: operations["create_terms_api_organisation_terms_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/organisation/terms/{row_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read Terms */
        get: operations["read_terms_api_organisation_terms__row_id__get"];
        /** Replace Terms */
        put: operations["replace_terms_api_organisation_terms__row_id__put"];
        post?: never;
        /** Remove Terms */
        delete: operations["remove_terms_api_organisation_terms__row_id__delete"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/organisation/textbooks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List Textbooks */
        get: operations["list_textbooks_api_organisation_textbooks_get"];
        put?: never;
        /** Create Textbooks */
        post: operations["create_textbooks_api_organisation_textbooks_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/organisation/textbooks/{row_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read Textbooks */
        get: operations["read_textbooks_api_organisation_textbooks__row_id__get"];
        /** Replace Textbooks */
        put: operations["replace_textbooks_api_organisation_textbooks__row_id__put"];
        post?: never;
        /** Remove Textbooks */
        delete: operations["remove_textbooks_api_organisation_textbooks__row_id__delete"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/overview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Overview
         * @description Return today's lessons, devices and links of the schools in the caller's care.
         */
        get: operations["overview_api_overview_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/password-reset": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send Reset
         * @description Send a reset code to the person's e-mail address; `sent` says only whether mail is set up at all.
         */
        post: operations["send_reset_api_password_reset_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/people": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * People
         * @description Return a page of the people whose school lies in the caller's scope.
         */
        get: operations["people_api_people_get"];
        put?: never;
        /**
         * Invite
         * @description Make a person, and the invitation with which they choose their password.
         */
        post: operations["invite_api_people_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/people/{person_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One Person
         * @description Return one person in the caller's care.
         */
        get: operations["one_person_api_people__person_id__get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Change
         * @description Change name, school or e-mail address.
         */
        patch: operations["change_api_people__person_id__patch"];
        trace?: never;
    };
    "/api/people/{person_id}/activate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Activate
         * @description Let a person in again.
         */
        post: operations["activate_api_people__person_id__activate_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/people/{person_id}/codes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Issue Code
         * @description Make a new code for a person, to be printed or sent; codes made before are void.
         */
        post: operations["issue_code_api_people__person_id__codes_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/people/{person_id}/deactivate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Deactivate
         * @description Sign a person out everywhere, end their media, and let them in no more.
         */
        post: operations["deactivate_api_people__person_id__deactivate_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/people/{person_id}/roles": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Set Roles
         * @description Replace every role of a person.
         */
        put: operations["set_roles_api_people__person_id__roles_put"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/recordings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Recordings
         * @description Return recordings that the caller may replay, newest lesson first.
         *
         *     `q`: words, each somewhere in title, subject, teacher, school, edition or unit, or the name of a grade; `week`:
         *     any day of the week wanted, Monday to Sunday; `lesson`: only these (several times); `school`: the hub's;
         *     `to_review`: only what waits for a review that the caller may give.
         */
        get: operations["recordings_api_recordings_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/recordings/{lesson_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Recording
         * @description Return the recording of a lesson with its tracks.
         */
        get: operations["recording_api_recordings__lesson_id__get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/recordings/{lesson_id}/captions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Captions
         * @description Return the captions of a recording.
         */
        get: operations["captions_api_recordings__lesson_id__captions_get"];
        put?: never;
        /**
         * Add
         * @description Bring a file of captions: WebVTT, UTF-8, at most 1 MiB.
         */
        post: operations["add_api_recordings__lesson_id__captions_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/recordings/{lesson_id}/captions/{caption_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Text
         * @description Return captions as WebVTT.
         */
        get: operations["text_api_recordings__lesson_id__captions__caption_id__get"];
        put?: never;
        post?: never;
        /**
         * Remove
         * @description Remove captions.
         */
        delete: operations["remove_api_recordings__lesson_id__captions__caption_id__delete"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/recordings/{lesson_id}/chapters": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Chapters
         * @description Return where the board shows another slide, or what the camera shows without one, with a small picture of each.
         */
        get: operations["chapters_api_recordings__lesson_id__chapters_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/recordings/{lesson_id}/comments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Comments
         * @description Return the comments of a recording by time.
         */
        get: operations["comments_api_recordings__lesson_id__comments_get"];
        put?: never;
        /**
         * Add
         * @description Say something about one second of a recording.
         */
        post: operations["add_api_recordings__lesson_id__comments_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/recordings/{lesson_id}/comments/{comment_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Remove
         * @description Remove a comment.
         */
        delete: operations["remove_api_recordings__lesson_id__comments__comment_id__delete"];
        options?: never;
        head?: never;
        /**
         * Change
         * @description Change what one said.
         */
        patch: operations["change_api_recordings__lesson_id__comments__comment_id__patch"];
        trace?: never;
    };
    "/api/recordings/{lesson_id}/details": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Details
         * @description Return what the library says of a recording, the textbooks to choose from, and the next steps.
         */
        get: operations["details_api_recordings__lesson_id__details_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Change
         * @description Change title, shown teacher, textbook or unit of a recording.
         */
        patch: operations["change_api_recordings__lesson_id__details_patch"];
        trace?: never;
    };
    "/api/recordings/{lesson_id}/download.mp4": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Download Mp4
         * @description Return the tracks of a recording (all, or the chosen ones) as one MP4, whole or a range.
         */
        get: operations["download_mp4_api_recordings__lesson_id__download_mp4_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/recordings/{lesson_id}/erasures": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Ask
         * @description Ask that a recording be erased; where it shows children another administrator must agree.
         */
        post: operations["ask_api_recordings__lesson_id__erasures_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/recordings/{lesson_id}/exports": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Ask
         * @description Ask for a recording as a file; another administrator decides.
         */
        post: operations["ask_api_recordings__lesson_id__exports_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/recordings/{lesson_id}/hold": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Hold
         * @description Hold a recording: nothing of it is erased until the hold is released.
         */
        post: operations["hold_api_recordings__lesson_id__hold_post"];
        /**
         * Release
         * @description Release a hold.
         */
        delete: operations["release_api_recordings__lesson_id__hold_delete"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/recordings/{lesson_id}/master.m3u8": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Master
         * @description Return the playlist that joins all pictures and sounds of a recording.
         */
        get: operations["master_api_recordings__lesson_id__master_m3u8_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/recordings/{lesson_id}/publication": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Ask
         * @description Ask for the school's review, take that back, or withdraw what is published.
         */
        post: operations["ask_api_recordings__lesson_id__publication_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/recordings/{lesson_id}/review": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Review
         * @description Publish a recording to the district, or send it back with a reason.
         */
        post: operations["review_api_recordings__lesson_id__review_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/recordings/{lesson_id}/roles/{role}/{kind}.m3u8": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Role Playlist
         * @description Return the media playlist of a role's picture or sound.
         */
        get: operations["role_playlist_api_recordings__lesson_id__roles__role___kind__m3u8_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/recordings/{lesson_id}/roles/{role}/master.m3u8": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Role Master
         * @description Return the playlist that joins a role's picture and sound.
         */
        get: operations["role_master_api_recordings__lesson_id__roles__role__master_m3u8_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/recordings/{lesson_id}/roles/{track_id}/gap.mp4": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Gap
         * @description Return an empty box.
         */
        get: operations["gap_api_recordings__lesson_id__roles__track_id__gap_mp4_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/recordings/{lesson_id}/rubric": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Give Points
         * @description Give a famous teacher's lesson points.
         */
        put: operations["give_points_api_recordings__lesson_id__rubric_put"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/recordings/{lesson_id}/tracks/{track_id}/gap.mp4": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Gap
         * @description Return an empty box.
         */
        get: operations["gap_api_recordings__lesson_id__tracks__track_id__gap_mp4_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/recordings/{lesson_id}/tracks/{track_id}/playlist.m3u8": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Track Playlist
         * @description Return the media playlist of one track.
         */
        get: operations["track_playlist_api_recordings__lesson_id__tracks__track_id__playlist_m3u8_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/retention": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Retention
         * @description Return the periods, and the recordings that are held or damaged.
         */
        get: operations["retention_api_retention_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/session": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Who Am I
         * @description Return who is signed in.
         */
        get: operations["who_am_i_api_session_get"];
        put?: never;
        /**
         * Sign In
         * @description Sign in; sets the session cookie.
         */
        post: operations["sign_in_api_session_post"];
        /**
         * Sign Out
         * @description Sign out; also without a session.
         */
        delete: operations["sign_out_api_session_delete"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/session/oidc": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Begin
         * @description Lead the browser to the identity server.
         */
        get: operations["begin_api_session_oidc_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/session/oidc/callback": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Callback
         * @description Open a session for whoever comes back from the identity server.
         */
        get: operations["callback_api_session_oidc_callback_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/session/oidc/end": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * End
         * @description Sign the browser out over there too; our own session ends by `DELETE /api/session`.
         */
        get: operations["end_api_session_oidc_end_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/session/password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Change Password
         * @description Change one's own password; other sessions of the same person end.
         */
        put: operations["change_password_api_session_password_put"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/session/ways": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Ways
         * @description Say how people may sign in here, and where this browser signs out over there.
         */
        get: operations["ways_api_session_ways_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/timetables/courses": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Of School
         * @description Return the courses of a hub school in a term, with their weekly lessons.
         */
        get: operations["of_school_api_timetables_courses_get"];
        put?: never;
        /**
         * Create
         * @description Make a course with its weekly lessons, if nobody and nothing is taken then.
         */
        post: operations["create_api_timetables_courses_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/timetables/courses/{row_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Change
         * @description Change a course with its weekly lessons of a term; its teacher may change title and edition.
         */
        put: operations["change_api_timetables_courses__row_id__put"];
        post?: never;
        /**
         * Remove
         * @description Delete a course; its lessons that have not begun are cancelled.
         */
        delete: operations["remove_api_timetables_courses__row_id__delete"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/timetables/lessons/{lesson_id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Cancel
         * @description Cancel a lesson that has not begun.
         */
        post: operations["cancel_api_timetables_lessons__lesson_id__cancel_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/timetables/lessons/{lesson_id}/move": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Move
         * @description Have a planned lesson start at another time.
         */
        post: operations["move_api_timetables_lessons__lesson_id__move_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/timetables/lessons/{lesson_id}/substitute": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Substitute
         * @description Have somebody else of the hub school teach a planned lesson.
         */
        post: operations["substitute_api_timetables_lessons__lesson_id__substitute_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/timetables/lessons/{lesson_id}/take-back": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Take Back
         * @description Make a lesson again what it was before its last change by hand.
         */
        post: operations["take_back_api_timetables_lessons__lesson_id__take_back_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/timetables/make-ups": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Make Up
         * @description Plan a lesson that makes up for an occurrence that was not held.
         */
        post: operations["make_up_api_timetables_make_ups_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/timetables/missing": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Missing
         * @description Return what was not held of a hub school's term up to a day (default: today), and whether it is made up.
         */
        get: operations["missing_api_timetables_missing_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/timetables/swaps": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Swap
         * @description Exchange the times of two planned lessons.
         */
        post: operations["swap_api_timetables_swaps_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/timetables/week": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Week
         * @description Return the week of a school around a day (default: today): lessons that it sends or receives.
         */
        get: operations["week_api_timetables_week_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/uplink-checks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Check Uplink
         * @description Count the bytes of the body and throw them away, so that a page can time its own line; nothing is kept.
         */
        post: operations["check_uplink_api_uplink_checks_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/webhooks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Webhooks
         * @description Return the subscriptions in the caller's scope.
         */
        get: operations["webhooks_api_webhooks_get"];
        put?: never;
        /**
         * Subscribe
         * @description Make a subscription; its secret is shown this once.
         */
        post: operations["subscribe_api_webhooks_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/webhooks/{webhook_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Unsubscribe
         * @description End a subscription; its messages go with it.
         */
        delete: operations["unsubscribe_api_webhooks__webhook_id__delete"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/webhooks/{webhook_id}/deliveries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Deliveries
         * @description Return the newest messages, and what became of them.
         */
        get: operations["deliveries_api_webhooks__webhook_id__deliveries_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/webhooks/{webhook_id}/deliveries/{delivery_id}/replay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Replay
         * @description Send a message again, with the same id and body.
         */
        post: operations["replay_api_webhooks__webhook_id__deliveries__delivery_id__replay_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/healthz": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Healthz
         * @description Say that the process answers.
         */
        get: operations["healthz_healthz_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/readyz": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Readyz
         * @description Say which parts are there; 503 if one is missing.
         */
        get: operations["readyz_readyz_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/whep/{lesson_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Receive
         * @description Receive a lesson by WHEP: the cookie of whom the permit was made for comes along.
         */
        post: operations["receive_whep__lesson_id__post"];
        delete?: never;
        /**
         * Options
         * @description Say what the door takes. Source: RFC 9725, section 4.2.
         */
        options: operations["options_whep__lesson_id__options"];
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/whep/{lesson_id}/{session_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Stop Receiving
         * @description End a WHEP session.
         */
        delete: operations["stop_receiving_whep__lesson_id___session_id__delete"];
        options?: never;
        head?: never;
        /**
         * Restart Receiving
         * @description Restart the ICE of a WHEP session.
         */
        patch: operations["restart_receiving_whep__lesson_id___session_id__patch"];
        trace?: never;
    };
    "/whip/{lesson_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Publish
         * @description Publish into a lesson by WHIP; a classroom's cookie comes along, a teacher's tool needs none.
         */
        post: operations["publish_whip__lesson_id__post"];
        delete?: never;
        /**
         * Options
         * @description Say what the door takes. Source: RFC 9725, section 4.2.
         */
        options: operations["options_whip__lesson_id__options"];
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/whip/{lesson_id}/{session_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Stop Publishing
         * @description End a WHIP session.
         */
        delete: operations["stop_publishing_whip__lesson_id___session_id__delete"];
        options?: never;
        head?: never;
        /**
         * Restart Publishing
         * @description Restart the ICE of a WHIP session (RFC 9725, section 4.3.3).
         */
        patch: operations["restart_publishing_whip__lesson_id___session_id__patch"];
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /**
         * Ability
         * @description What the caller may do with a lesson right now.
         * @enum {string}
         */
        Ability: "start" | "end" | "publish" | "receive" | "replay";
        /**
         * AcceptanceOut
         * @description A proposal, or a part of it, that became dated lessons.
         */
        AcceptanceOut: {
            /**
             * Accepted At
             * Format: date-time
             */
            accepted_at: string;
            /** Id */
            id: string;
            /** Lessons */
            lessons: number;
            /** Proposal Id */
            proposal_id: string;
            /** Undone At */
            undone_at: string | null;
        };
        /**
         * AcceptIn
         * @description What to accept; no demands: all.
         */
        AcceptIn: {
            /**
             * Demands
             * @default []
             */
            demands: string[];
            /**
             * Replace
             * @default false
             */
            replace: boolean;
        };
        /**
         * AllianceIn
         * @description A research alliance (教研联盟).
         */
        AllianceIn: {
            /** City Id */
            city_id: string;
            /**
             * Members
             * @default []
             */
            members: components["schemas"]["Member"][];
            /** Name */
            name: string;
        };
        /**
         * AllianceOut
         * @description A research alliance.
         */
        AllianceOut: {
            /** City Id */
            city_id: string;
            /** Id */
            id: string;
            /**
             * Members
             * @default []
             */
            members: components["schemas"]["Member"][];
            /** Name */
            name: string;
        };
        /**
         * AnswerIn
         * @description How many children of a class chose A, B, …; one number per choice of the poll.
         */
        AnswerIn: {
            /** Votes */
            votes: number[];
        };
        /**
         * AskIn
         * @description What the teacher or the school does: ask for a review, take that back, or withdraw what is published.
         */
        AskIn: {
            /**
             * Reason
             * @default
             */
            reason: string;
            /**
             * Step
             * @enum {string}
             */
            step: "ask" | "take_back" | "withdraw";
        };
        /**
         * Attended
         * @description A weekly lesson of a class, in the real minutes that it is there.
         */
        Attended: {
            /** Accepted */
            accepted: boolean;
            /** Demand */
            demand: string;
            /** End Minute */
            end_minute: number;
            /** Hub */
            hub: string;
            /** Lesson */
            lesson: string;
            /** Moves */
            moves: components["schemas"]["Moved"][];
            /** Period */
            period: number;
            /** Start Minute */
            start_minute: number;
            /** Subject */
            subject: string;
            /** Teacher */
            teacher: string;
            /** Weekday */
            weekday: number;
            weeks: components["schemas"]["Weeks"];
        };
        /**
         * AuditAction
         * @description What somebody did that is kept for ever.
         * @enum {string}
         */
        AuditAction: "looked" | "export_asked" | "export_approved" | "export_refused" | "exported" | "held" | "released" | "erasure_asked" | "erasure_approved" | "erasure_refused" | "erasure_taken_back" | "erased" | "machine_gone" | "consent_given" | "consent_withdrawn" | "invited" | "roles_changed" | "code_issued" | "deactivated" | "activated" | "device_enrolled" | "device_revoked" | "review_asked" | "review_taken_back" | "published" | "sent_back" | "unpublished" | "catalogued";
        /**
         * AuditList
         * @description A page of the log, newest first.
         */
        AuditList: {
            /** Items */
            items: components["schemas"]["AuditOut"][];
            /** Next Cursor */
            next_cursor: number | null;
        };
        /**
         * AuditOut
         * @description One row of the log.
         */
        AuditOut: {
            action: components["schemas"]["AuditAction"];
            /** Actor */
            actor: string;
            /** Actor Name */
            actor_name: string;
            /**
             * At
             * Format: date-time
             */
            at: string;
            /** Hash */
            hash: string;
            /** Note */
            note: string;
            /** Number */
            number: number;
            /** School Id */
            school_id: string | null;
            /** Subject */
            subject: string;
        };
        /**
         * Because
         * @description Why something is done. `dry_run`: only say whether it could be.
         */
        Because: {
            /**
             * Dry Run
             * @default false
             */
            dry_run: boolean;
            /** Reason */
            reason: string;
        };
        /**
         * BellsIn
         * @description The bells of a school from a day of every year on.
         */
        BellsIn: {
            /** From Day */
            from_day: number;
            /** From Month */
            from_month: number;
            /** Name */
            name: string;
            /** Periods */
            periods: components["schemas"]["Period-Input"][];
            /** School Id */
            school_id: string;
        };
        /**
         * BellsOut
         * @description The bells of a school from a day of every year on.
         */
        BellsOut: {
            /** From Day */
            from_day: number;
            /** From Month */
            from_month: number;
            /** Id */
            id: string;
            /** Name */
            name: string;
            /** Periods */
            periods: components["schemas"]["server__organisation__schemas__Period"][];
            /** School Id */
            school_id: string;
        };
        /**
         * Broadcast
         * @description A weekly lesson of a hub, and who joins it.
         */
        Broadcast: {
            /** End Minute */
            end_minute: number;
            /** Grade */
            grade: number;
            /** Lesson */
            lesson: string;
            /** Receivers */
            receivers: string[];
            /** Start Minute */
            start_minute: number;
            /** Studio */
            studio: boolean;
            /** Subject */
            subject: string;
            /** Teacher */
            teacher: string;
            /** Weekday */
            weekday: number;
            weeks: components["schemas"]["Weeks"];
        };
        /**
         * By
         * @description What a report is grouped by.
         * @enum {string}
         */
        By: "class" | "subject" | "teacher" | "school" | "district" | "month";
        /**
         * CalendarIn
         * @description Days off or a make-up day (调休), said by exactly one city, district or school.
         */
        CalendarIn: {
            /** City Id */
            city_id?: string | null;
            /** District Id */
            district_id?: string | null;
            /**
             * First Day
             * Format: date
             */
            first_day: string;
            kind: components["schemas"]["DayKind"];
            /**
             * Last Day
             * Format: date
             */
            last_day: string;
            /**
             * Reason
             * @default
             */
            reason: string;
            /** Runs Week */
            runs_week?: number | null;
            /** Runs Weekday */
            runs_weekday?: number | null;
            /** School Id */
            school_id?: string | null;
        };
        /**
         * CalendarOut
         * @description Days off or a make-up day.
         */
        CalendarOut: {
            /** City Id */
            city_id?: string | null;
            /** District Id */
            district_id?: string | null;
            /**
             * First Day
             * Format: date
             */
            first_day: string;
            /** Id */
            id: string;
            kind: components["schemas"]["DayKind"];
            /**
             * Last Day
             * Format: date
             */
            last_day: string;
            /**
             * Reason
             * @default
             */
            reason: string;
            /** Runs Week */
            runs_week?: number | null;
            /** Runs Weekday */
            runs_weekday?: number | null;
            /** School Id */
            school_id?: string | null;
        };
        /**
         * CallIn
         * @description Whether a class has the word.
         */
        CallIn: {
            /** Speaks */
            speaks: boolean;
        };
        /**
         * CaptionList
         * @description The captions of a recording, the oldest first; `can_add`: whether the caller may bring and remove some.
         */
        CaptionList: {
            /** Can Add */
            can_add: boolean;
            /** Items */
            items: components["schemas"]["CaptionOut"][];
        };
        /**
         * CaptionOut
         * @description One file of captions; `address` gives it as WebVTT.
         */
        CaptionOut: {
            /**
             * Added At
             * Format: date-time
             */
            added_at: string;
            /** Address */
            address: string;
            /** Cues */
            cues: number;
            /** Id */
            id: string;
            /** Label */
            label: string;
        };
        /**
         * Catalogued
         * @description What the library says of a recording, and what the caller may do about it.
         */
        Catalogued: {
            /** Byline */
            byline: string;
            /** Can Catalogue */
            can_catalogue: boolean;
            /** Can Review */
            can_review: boolean;
            /** Edition */
            edition: string;
            publication: components["schemas"]["Publication"];
            /** Unit Number */
            unit_number: number | null;
            /** Unit Title */
            unit_title: string;
            /** Volume */
            volume: number | null;
        };
        /**
         * Cause
         * @description Why an occurrence was not held.
         * @enum {string}
         */
        Cause: "calendar" | "cancelled";
        /**
         * Certificate
         * @description A teacher's hours of online teaching, signed.
         */
        Certificate: {
            /**
             * First Day
             * Format: date
             */
            first_day: string;
            /** Hours */
            hours: number;
            /** Jws */
            jws: string;
            /**
             * Last Day
             * Format: date
             */
            last_day: string;
            /** Lessons */
            lessons: number;
            /** Teacher */
            teacher: string;
        };
        /**
         * ChainState
         * @description Whether every row holds the one before.
         */
        ChainState: {
            /** Broken At */
            broken_at: number | null;
            /** Head */
            head: string;
            /** Intact */
            intact: boolean;
            /** Rows */
            rows: number;
        };
        /**
         * ChapterList
         * @description The slides of a recording, and pictures of the camera while the board shows nothing, in order. Grows while the lesson runs.
         */
        ChapterList: {
            /** Chapters */
            chapters: components["schemas"]["ChapterOut"][];
        };
        /**
         * ChapterOut
         * @description A slide of the board begins; or the board shows nothing, and the camera did this.
         */
        ChapterOut: {
            /** At Ms */
            at_ms: number;
            /** Slide */
            slide: boolean;
            /** Thumbnail */
            thumbnail: string | null;
        };
        /**
         * Check
         * @description One thing that a device tried.
         */
        Check: {
            /**
             * Detail
             * @default
             */
            detail: string;
            /** Name */
            name: string;
            /** Passed */
            passed: boolean;
        };
        /**
         * CityOut
         * @description A city.
         */
        CityOut: {
            /** Id */
            id: string;
            /** Name */
            name: string;
        };
        /**
         * Claim
         * @description The secret of an enrolment.
         */
        Claim: {
            /** Secret */
            secret: string;
        };
        /**
         * Claimed
         * @description Nothing yet, or the key of the device.
         */
        Claimed: {
            device: components["schemas"]["DeviceOut"] | null;
            /** Key */
            key: string | null;
        };
        /**
         * ClassIn
         * @description A class (班); `size` 0: not known.
         */
        ClassIn: {
            /** Code */
            code?: string | null;
            /** Grade */
            grade: number;
            /** Name */
            name: string;
            /** School Id */
            school_id: string;
            /**
             * Size
             * @default 0
             */
            size: number;
        };
        /**
         * ClassOut
         * @description A class.
         */
        ClassOut: {
            /** Code */
            code?: string | null;
            /** Grade */
            grade: number;
            /** Id */
            id: string;
            /** Name */
            name: string;
            /** School Id */
            school_id: string;
            /**
             * Size
             * @default 0
             */
            size: number;
        };
        /**
         * ClassWeek
         * @description The week of one receiving class.
         */
        ClassWeek: {
            /** Bells */
            bells: [
                number,
                number
            ][];
            /** District */
            district: string;
            /** Id */
            id: string;
            /** Lessons */
            lessons: components["schemas"]["Attended"][];
            /** Name */
            name: string;
            school: components["schemas"]["Named"];
            /** Unmet */
            unmet: components["schemas"]["Unmet"][];
        };
        /**
         * CodeOut
         * @description A code to be printed; it is shown this once.
         */
        CodeOut: {
            /** Code */
            code: string | null;
            errand: components["schemas"]["Errand"];
            /**
             * Expires At
             * Format: date-time
             */
            expires_at: string;
            person: components["schemas"]["Named"];
            /** Username */
            username: string;
        };
        /**
         * CodeOwner
         * @description For whom a code is.
         */
        CodeOwner: {
            errand: components["schemas"]["Errand"];
            /** Name */
            name: string;
            /** Username */
            username: string;
        };
        /**
         * CodeRequest
         * @description How a new code reaches the person.
         */
        CodeRequest: {
            /**
             * By Mail
             * @default false
             */
            by_mail: boolean;
        };
        /**
         * CommentChange
         * @description What a comment shall say instead.
         */
        CommentChange: {
            /** Text */
            text: string;
        };
        /**
         * CommentIn
         * @description What somebody says about one second of a recording, in milliseconds from its epoch.
         */
        CommentIn: {
            /** At Ms */
            at_ms: number;
            /** Text */
            text: string;
        };
        /**
         * CommentList
         * @description The comments of a recording by time, and its rubric where the kind of lesson has one.
         */
        CommentList: {
            /** Items */
            items: components["schemas"]["CommentOut"][];
            rubric: components["schemas"]["RubricOut"] | null;
        };
        /**
         * CommentOut
         * @description A comment; `can_edit`, `can_remove`: whether the caller may.
         */
        CommentOut: {
            /** At Ms */
            at_ms: number;
            author: components["schemas"]["Named"];
            /** Can Edit */
            can_edit: boolean;
            /** Can Remove */
            can_remove: boolean;
            /** Changed At */
            changed_at: string | null;
            /** Id */
            id: string;
            /** Text */
            text: string;
            /**
             * Written At
             * Format: date-time
             */
            written_at: string;
        };
        /**
         * Comparison
         * @description Two proposals of one city beside each other.
         */
        Comparison: {
            /** Differences */
            differences: components["schemas"]["Difference"][];
            first: components["schemas"]["ProposalOut"];
            /** Same */
            same: number;
            second: components["schemas"]["ProposalOut"];
        };
        /**
         * ConsentIn
         * @description Where the paper is kept that the parents signed.
         */
        ConsentIn: {
            /** Paper */
            paper: string;
        };
        /**
         * ConsentList
         * @description Every consent of a class, newest first; those in force have no `withdrawn_at`.
         */
        ConsentList: {
            /** Items */
            items: components["schemas"]["ConsentOut"][];
        };
        /**
         * ConsentOut
         * @description What a class allows, or allowed.
         */
        ConsentOut: {
            /**
             * Given At
             * Format: date-time
             */
            given_at: string;
            given_by: components["schemas"]["Named"];
            /** Paper */
            paper: string;
            track: components["schemas"]["ConsentTrack"];
            /** Withdrawn At */
            withdrawn_at: string | null;
        };
        /**
         * ConsentTrack
         * @description Which picture of children may be recorded.
         * @enum {string}
         */
        ConsentTrack: "students" | "class";
        /**
         * CourseChange
         * @description A course as it is to be. Weekly lessons of the term that are not named go.
         */
        CourseChange: {
            /**
             * Dry Run
             * @default false
             */
            dry_run: boolean;
            /**
             * Edition
             * @default
             */
            edition: string;
            /** Entries */
            entries: components["schemas"]["WeeklyKept"][];
            /** Grade */
            grade: number;
            /** Hub Class Id */
            hub_class_id?: string | null;
            /** Hub Room Id */
            hub_room_id: string;
            kind: components["schemas"]["server__models__timetable__Kind"];
            /** Receivers */
            receivers: components["schemas"]["Seat"][];
            /**
             * Recorded
             * @default true
             */
            recorded: boolean;
            /** Subject */
            subject: string;
            /** Teacher Id */
            teacher_id: string;
            /** Term Id */
            term_id: string;
            /** Title */
            title: string;
        };
        /**
         * CourseIn
         * @description Weekly lessons of one hub teacher for the same rooms. `dry_run`: only say whether it could be.
         */
        CourseIn: {
            /**
             * Dry Run
             * @default false
             */
            dry_run: boolean;
            /**
             * Edition
             * @default
             */
            edition: string;
            /** Entries */
            entries: components["schemas"]["WeeklyIn"][];
            /** Grade */
            grade: number;
            /** Hub Class Id */
            hub_class_id?: string | null;
            /** Hub Room Id */
            hub_room_id: string;
            kind: components["schemas"]["server__models__timetable__Kind"];
            /** Receivers */
            receivers: components["schemas"]["Seat"][];
            /**
             * Recorded
             * @default true
             */
            recorded: boolean;
            /** Subject */
            subject: string;
            /** Teacher Id */
            teacher_id: string;
            /** Term Id */
            term_id: string;
            /** Title */
            title: string;
        };
        /**
         * CourseList
         * @description The courses of a hub school in a term.
         */
        CourseList: {
            /** Items */
            items: components["schemas"]["CourseOut"][];
        };
        /**
         * CourseOut
         * @description A course of a term with its weekly lessons.
         */
        CourseOut: {
            /** Edition */
            edition: string;
            /** Entries */
            entries: components["schemas"]["WeeklyOut"][];
            /** Grade */
            grade: number;
            hub_class: components["schemas"]["Named"] | null;
            hub_room: components["schemas"]["Named"];
            hub_school: components["schemas"]["Named"];
            /** Id */
            id: string;
            kind: components["schemas"]["server__models__timetable__Kind"];
            /** Receivers */
            receivers: components["schemas"]["CourseSeat"][];
            /** Recorded */
            recorded: boolean;
            /** Subject */
            subject: string;
            teacher: components["schemas"]["Named"];
            /** Term Id */
            term_id: string;
            /** Title */
            title: string;
        };
        /**
         * CourseSeat
         * @description A room that receives a course.
         */
        CourseSeat: {
            /** Class Id */
            class_id: string | null;
            /** Class Name */
            class_name: string;
            room: components["schemas"]["Named"];
            school: components["schemas"]["Named"];
        };
        /**
         * Credentials
         * @description A user name and a password.
         */
        Credentials: {
            /** Password */
            password: string;
            /** Username */
            username: string;
        };
        /**
         * Criterion
         * @description What a famous teacher's lesson is judged by.
         * @enum {string}
         */
        Criterion: "goals" | "content" | "method" | "interaction" | "effect";
        /**
         * CriterionOut
         * @description The points for one criterion: the average of all, and the caller's own.
         */
        CriterionOut: {
            /** Average */
            average: number | null;
            criterion: components["schemas"]["Criterion"];
            /** Mine */
            mine: number | null;
        };
        /**
         * DamagedOut
         * @description A recording of which the last weekly reading found objects damaged or missing in the store.
         */
        DamagedOut: {
            /** Found At */
            found_at: string | null;
            lesson: components["schemas"]["Named"];
            /** Objects */
            objects: number;
            /**
             * Starts At
             * Format: date-time
             */
            starts_at: string;
        };
        /**
         * DarkRoom
         * @description A room with a lesson within the hour whose device is not on the line; `lesson_at` its bell.
         */
        DarkRoom: {
            /** Last Seen At */
            last_seen_at: string | null;
            /**
             * Lesson At
             * Format: date-time
             */
            lesson_at: string;
            room: components["schemas"]["Named"];
            school: components["schemas"]["Named"];
        };
        /**
         * DayCounts
         * @description The lessons of a day. `due`: those whose last bell has rung, cancelled ones left out; `held`: those of them that were held.
         */
        DayCounts: {
            /** Cancelled */
            cancelled: number;
            /** Due */
            due: number;
            /** Held */
            held: number;
            /** Live */
            live: number;
            /** To Come */
            to_come: number;
            /** Total */
            total: number;
        };
        /**
         * DayKind
         * @description What is said about some days.
         * @enum {string}
         */
        DayKind: "holiday" | "suspension" | "make_up";
        /**
         * DayList
         * @description The days of a school inside its terms, in order.
         */
        DayList: {
            /** Items */
            items: components["schemas"]["DayOut"][];
        };
        /**
         * DayOut
         * @description What a date is at a school. `runs` null: no lessons, for `reason`.
         */
        DayOut: {
            /** Bells Id */
            bells_id?: string | null;
            /**
             * Day
             * Format: date
             */
            day: string;
            level?: components["schemas"]["Level"] | null;
            /**
             * Make Up
             * @default false
             */
            make_up: boolean;
            /**
             * Reason
             * @default
             */
            reason: string;
            /** Runs */
            runs: number | null;
            /** Term Id */
            term_id: string;
            /** Week */
            week: number;
        };
        /**
         * DayOverview
         * @description One day of the schools in one's care. Lists hold at most 100 items, the most urgent first.
         */
        DayOverview: {
            /**
             * At
             * Format: date-time
             */
            at: string;
            /** Dark */
            dark: components["schemas"]["DarkRoom"][];
            /**
             * Day
             * Format: date
             */
            day: string;
            /** Devices */
            devices: number;
            /** Devices Online */
            devices_online: number;
            lessons: components["schemas"]["DayCounts"];
            /** Now */
            now: components["schemas"]["LessonNow"][];
            /** Thin */
            thin: components["schemas"]["ThinLink"][];
        };
        /**
         * DeliveryList
         * @description The newest messages of a subscription.
         */
        DeliveryList: {
            /** Items */
            items: components["schemas"]["DeliveryOut"][];
        };
        /**
         * DeliveryOut
         * @description One message.
         */
        DeliveryOut: {
            /** Attempts */
            attempts: number;
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /** Delivered At */
            delivered_at: string | null;
            happening: components["schemas"]["Happening"];
            /** Id */
            id: string;
            /** Last Answer */
            last_answer: string;
            /** Next At */
            next_at: string | null;
            state: components["schemas"]["DeliveryState"];
            /** Subject */
            subject: string;
        };
        /**
         * DeliveryState
         * @description How far a delivery is.
         * @enum {string}
         */
        DeliveryState: "waiting" | "delivered" | "failed";
        /**
         * DetailsIn
         * @description Changes of what the library says; what is left out stays. A unit is one of the textbook's.
         */
        DetailsIn: {
            /**
             * Byline
             * @default
             */
            byline: string;
            /** Textbook Id */
            textbook_id?: string | null;
            /**
             * Title
             * @default
             */
            title: string;
            /** Unit Number */
            unit_number?: number | null;
        };
        /**
         * DetailsOut
         * @description What the library says of a recording, and what the caller may do with it now.
         */
        DetailsOut: {
            /** Byline */
            byline: string;
            /** Edition */
            edition: string;
            publication: components["schemas"]["Publication"];
            /** Sent Back */
            sent_back: string;
            /** Steps */
            steps: components["schemas"]["Step"][];
            teacher: components["schemas"]["Named"];
            /** Textbook Id */
            textbook_id: string | null;
            /** Textbooks */
            textbooks: components["schemas"]["TextbookChoice"][];
            /** Title */
            title: string;
            /** Unit Number */
            unit_number: number | null;
            /** Unit Title */
            unit_title: string;
            /** Volume */
            volume: number | null;
        };
        /**
         * DeviceChange
         * @description What is given is changed.
         */
        DeviceChange: {
            /** Class Id */
            class_id?: string | null;
            /** Name */
            name?: string | null;
            /** Room Id */
            room_id?: string | null;
        };
        /**
         * DeviceKey
         * @description The key of a device link.
         */
        DeviceKey: {
            /** Key */
            key: string;
        };
        /**
         * DeviceOut
         * @description A classroom device, and the lesson that it should show.
         */
        DeviceOut: {
            /** Class Name */
            class_name: string;
            /** Id */
            id: string;
            /** Key Due */
            key_due: boolean;
            /**
             * Kind
             * @default device
             * @constant
             */
            kind: "device";
            lesson: components["schemas"]["LessonOut"] | null;
            /** Name */
            name: string;
            /** Plan Key */
            plan_key: string;
            /** Plan Version */
            plan_version: string;
            room: components["schemas"]["Named"];
            school: components["schemas"]["Named"];
            /**
             * Server Time
             * Format: date-time
             */
            server_time: string;
        };
        /**
         * DeviceStatus
         * @description What a device tells about itself each minute.
         */
        DeviceStatus: {
            self_test?: components["schemas"]["SelfTest"] | null;
            /**
             * Version
             * @default
             */
            version: string;
        };
        /**
         * Difference
         * @description A weekly lesson that only one of two proposals holds.
         */
        Difference: {
            /** Class Name */
            class_name: string;
            /** End Minute */
            end_minute: number;
            /** In First */
            in_first: boolean;
            /** Start Minute */
            start_minute: number;
            /** Subject */
            subject: string;
            /** Teacher */
            teacher: string;
            /** Weekday */
            weekday: number;
        };
        /**
         * Direction
         * @description Which way media flows, seen from the peer.
         * @enum {string}
         */
        Direction: "publish" | "receive";
        /**
         * DistrictIn
         * @description A school district (学区).
         */
        DistrictIn: {
            /** City Id */
            city_id: string;
            /** Code */
            code?: string | null;
            /** Name */
            name: string;
        };
        /**
         * DistrictOut
         * @description A school district.
         */
        DistrictOut: {
            /** City Id */
            city_id: string;
            /** Code */
            code?: string | null;
            /** Id */
            id: string;
            /** Name */
            name: string;
        };
        /**
         * EditIn
         * @description A move takes one away and adds one; a swap takes two away and adds two.
         */
        EditIn: {
            /**
             * Add
             * @default []
             */
            add: components["schemas"]["Place"][];
            /**
             * Remove
             * @default []
             */
            remove: components["schemas"]["Place"][];
        };
        /**
         * Enrolling
         * @description A code that a device shows, and where it stands.
         */
        Enrolling: {
            /** Class Id */
            class_id?: string | null;
            /** Code */
            code: string;
            /** Name */
            name: string;
            /** Room Id */
            room_id: string;
        };
        /**
         * EnrolmentOut
         * @description What a device shows while it waits for its room.
         */
        EnrolmentOut: {
            /** Code */
            code: string;
            /**
             * Expires At
             * Format: date-time
             */
            expires_at: string;
            /** Id */
            id: string;
            /** Link */
            link: string;
            /** Qr */
            qr: string[];
            /** Secret */
            secret: string;
        };
        /**
         * EntryList
         * @description A page of the ledger.
         */
        EntryList: {
            /** Items */
            items: components["schemas"]["EntryOut"][];
            /** Next Cursor */
            next_cursor: number | null;
        };
        /**
         * EntryOut
         * @description One class of one lesson.
         */
        EntryOut: {
            /** Class Name */
            class_name: string;
            /** Delivered Seconds */
            delivered_seconds: number;
            /** Early Seconds */
            early_seconds: number;
            /**
             * Ends At
             * Format: date-time
             */
            ends_at: string;
            /** Gap Seconds */
            gap_seconds: number;
            /** Gaps */
            gaps: number;
            /** Hash */
            hash: string;
            /** Held */
            held: boolean;
            /** Hub School Name */
            hub_school_name: string;
            kind: components["schemas"]["server__models__timetable__Kind"];
            /** Late Seconds */
            late_seconds: number;
            /** Lesson Id */
            lesson_id: string;
            /** Number */
            number: number;
            /** Planned Seconds */
            planned_seconds: number;
            /** Revision */
            revision: number;
            /** School Name */
            school_name: string;
            /** Seen Seconds */
            seen_seconds: number;
            /**
             * Starts At
             * Format: date-time
             */
            starts_at: string;
            /** Subject */
            subject: string;
            /** Teacher Name */
            teacher_name: string;
            /** Title */
            title: string;
            /**
             * Written At
             * Format: date-time
             */
            written_at: string;
        };
        /**
         * ErasureCause
         * @description Why a recording is erased.
         * @enum {string}
         */
        ErasureCause: "person" | "period" | "consent";
        /**
         * ErasureCertificate
         * @description What was erased, by whose wish, signed by this installation.
         */
        ErasureCertificate: {
            /**
             * Acts
             * @default 0
             */
            acts: number;
            /** Agreed By */
            agreed_by: string;
            /**
             * Asked At
             * Format: date-time
             */
            asked_at: string;
            /** Asked By */
            asked_by: string;
            cause: components["schemas"]["ErasureCause"];
            /** Digest */
            digest: string;
            /** Disks */
            disks: {
                [key: string]: unknown;
            };
            /**
             * Erased At
             * Format: date-time
             */
            erased_at: string;
            /** Id */
            id: string;
            /**
             * Jws
             * @default
             */
            jws: string;
            /** Lesson */
            lesson: string;
            /** Objects */
            objects: number;
            /** Reason */
            reason: string;
            /** Roles */
            roles: string[];
            /** School */
            school: string;
            /** Size */
            size: number;
            /**
             * Starts At
             * Format: date-time
             */
            starts_at: string;
            /** Title */
            title: string;
        };
        /**
         * ErasureList
         * @description The newest erasures of the schools that the caller administers.
         */
        ErasureList: {
            /** Items */
            items: components["schemas"]["ErasureOut"][];
        };
        /**
         * ErasureOut
         * @description An erasure of a recording, or of the roles that are named (none: everything).
         */
        ErasureOut: {
            /**
             * Asked At
             * Format: date-time
             */
            asked_at: string;
            asked_by: components["schemas"]["Named"] | null;
            /** Can Take Back */
            can_take_back: boolean;
            cause: components["schemas"]["ErasureCause"];
            /** Decidable */
            decidable: boolean;
            /** Decided At */
            decided_at: string | null;
            decided_by: components["schemas"]["Named"] | null;
            /** Done At */
            done_at: string | null;
            /** Due At */
            due_at: string | null;
            /** Held */
            held: boolean;
            /** Id */
            id: string;
            lesson: components["schemas"]["Named"];
            /** Objects */
            objects: number | null;
            /** Problem */
            problem: string;
            /** Reason */
            reason: string;
            /** Roles */
            roles: string[];
            school: components["schemas"]["Named"];
            /** Size */
            size: number | null;
            /**
             * Starts At
             * Format: date-time
             */
            starts_at: string;
            state: components["schemas"]["ErasureState"];
            /** Waits For */
            waits_for: string[];
        };
        /**
         * ErasureState
         * @description How far an erasure is: asked → waiting → erasing → done, or refused, or taken back before it began.
         * @enum {string}
         */
        ErasureState: "asked" | "waiting" | "erasing" | "done" | "refused" | "taken_back";
        /**
         * Errand
         * @description What a printed code is for.
         * @enum {string}
         */
        Errand: "invitation" | "reset";
        /**
         * ExplanationOut
         * @description Why a demand is not met, and what would do.
         */
        ExplanationOut: {
            /** Asked */
            asked: number;
            /** Demand */
            demand: string;
            /** Reasons */
            reasons: components["schemas"]["ReasonOut"][];
            /** Relaxation */
            relaxation: string;
            /** Served */
            served: number;
            /** Words */
            words: string;
        };
        /**
         * ExportIn
         * @description Why somebody wants a recording as a file.
         */
        ExportIn: {
            /** Reason */
            reason: string;
        };
        /**
         * ExportList
         * @description The newest wishes that the caller made or may decide.
         */
        ExportList: {
            /** Items */
            items: components["schemas"]["ExportOut"][];
        };
        /**
         * ExportOut
         * @description A wish to take a recording out of the house, and what became of it.
         */
        ExportOut: {
            /**
             * Asked At
             * Format: date-time
             */
            asked_at: string;
            asked_by: components["schemas"]["Named"];
            /** Decidable */
            decidable: boolean;
            /** Decided At */
            decided_at: string | null;
            decided_by: components["schemas"]["Named"] | null;
            /** Good Until */
            good_until: string | null;
            /** Id */
            id: string;
            lesson: components["schemas"]["Named"];
            /** Reason */
            reason: string;
            state: components["schemas"]["ExportState"];
        };
        /**
         * ExportState
         * @description What became of a wish to take a recording out of the house.
         * @enum {string}
         */
        ExportState: "asked" | "approved" | "refused";
        /**
         * FeedIn
         * @description Whose lessons a calendar program is to read.
         */
        FeedIn: {
            kind: components["schemas"]["FeedKind"];
            /** Target Id */
            target_id: string;
        };
        /**
         * FeedKind
         * @description Whose lessons a feed holds.
         * @enum {string}
         */
        FeedKind: "teacher" | "class" | "room" | "school";
        /**
         * FeedList
         * @description The feeds that a person has made.
         */
        FeedList: {
            /** Items */
            items: components["schemas"]["FeedOut"][];
        };
        /**
         * FeedOut
         * @description A feed. `path` holds its secret key and is told once, when it is made.
         */
        FeedOut: {
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /** Id */
            id: string;
            kind: components["schemas"]["FeedKind"];
            /** Path */
            path?: string | null;
            /** Target Id */
            target_id: string;
        };
        /**
         * Fleet
         * @description A page of devices, by id.
         */
        Fleet: {
            /** Items */
            items: components["schemas"]["FleetDevice"][];
            /** Next Cursor */
            next_cursor: string | null;
        };
        /**
         * FleetDevice
         * @description A device as whoever looks after it sees it.
         */
        FleetDevice: {
            /** Changeable */
            changeable: boolean;
            /** Class Name */
            class_name: string;
            /** Id */
            id: string;
            last_lesson: components["schemas"]["LastLesson"] | null;
            /** Last Seen At */
            last_seen_at: string | null;
            /** Name */
            name: string;
            /** Online */
            online: boolean;
            /** Plan Acknowledged At */
            plan_acknowledged_at: string | null;
            /** Plan Current */
            plan_current: boolean;
            /** Revoked At */
            revoked_at: string | null;
            room: components["schemas"]["Named"];
            school: components["schemas"]["Named"];
            self_test: components["schemas"]["SelfTest"] | null;
            /** Self Test At */
            self_test_at: string | null;
            /** Version */
            version: string | null;
        };
        /**
         * Forgetful
         * @description Somebody who wants a reset code by e-mail.
         */
        Forgetful: {
            /** Username */
            username: string;
        };
        /**
         * Format
         * @description How a report goes out.
         * @enum {string}
         */
        Format: "json" | "csv" | "xlsx";
        /**
         * Gap
         * @description Media that is missing, in seconds from the recording's epoch.
         */
        Gap: {
            /** Duration */
            duration: number;
            /** Offset */
            offset: number;
            /** Reason */
            reason: string;
        };
        /**
         * HandIn
         * @description A class's hand.
         */
        HandIn: {
            /** Up */
            up: boolean;
        };
        /**
         * Happening
         * @description What a webhook may be told of.
         * @enum {string}
         */
        Happening: "lesson.live" | "lesson.ended" | "recording.complete" | "ledger.closed";
        /**
         * HeadCountIn
         * @description How many children sit in a classroom.
         */
        HeadCountIn: {
            /** Count */
            count: number;
        };
        /**
         * Health
         * @description The process answers.
         */
        Health: {
            /**
             * Status
             * @default ok
             * @constant
             */
            status: "ok";
        };
        /**
         * HelpIn
         * @description Whether a class needs somebody to help with the equipment.
         */
        HelpIn: {
            /** Asked */
            asked: boolean;
        };
        /**
         * HoldOut
         * @description A recording that somebody needs: nothing of it is erased.
         */
        HoldOut: {
            /**
             * Held At
             * Format: date-time
             */
            held_at: string;
            held_by: components["schemas"]["Named"];
            lesson: components["schemas"]["Named"];
            /** Reason */
            reason: string;
            /**
             * Starts At
             * Format: date-time
             */
            starts_at: string;
        };
        /** HTTPValidationError */
        HTTPValidationError: {
            /** Detail */
            detail?: components["schemas"]["ValidationError"][];
        };
        /**
         * Hub
         * @description Where a lesson is broadcast from.
         */
        Hub: {
            /** Class Name */
            class_name: string;
            room: components["schemas"]["Named"];
            school: components["schemas"]["Named"];
        };
        /**
         * HubWeek
         * @description The week of one hub school.
         */
        HubWeek: {
            /** Id */
            id: string;
            /** Lessons */
            lessons: components["schemas"]["Broadcast"][];
            /** Name */
            name: string;
        };
        /**
         * IceServer
         * @description A STUN or TURN server; none are needed today, browsers reach the node directly.
         */
        IceServer: {
            /** Credential */
            credential?: string | null;
            /** Urls */
            urls: string[];
            /** Username */
            username?: string | null;
        };
        /**
         * ImportList
         * @description The imports of a city, newest first; ask for those `before` the last one's `at` for more.
         */
        ImportList: {
            /** Items */
            items: components["schemas"]["ImportRunOut"][];
        };
        /**
         * ImportProblem
         * @description What is wrong with a cell or a row. `row` as the spreadsheet counts; 0: the sheet. `message` is a sentence.
         */
        ImportProblem: {
            /** Allowed */
            allowed: string;
            /** Came */
            came: string;
            /** Column */
            column: string;
            /** Message */
            message: string;
            /** Row */
            row: number;
            /** Sheet */
            sheet: string;
        };
        /**
         * ImportReport
         * @description What an import did or would do. `run_id` null: nothing was written.
         */
        ImportReport: {
            /** Ignored */
            ignored: string[];
            /** Problems */
            problems: components["schemas"]["ImportProblem"][];
            /** Problems Total */
            problems_total: number;
            /** Run Id */
            run_id: string | null;
            /** Sheets */
            sheets: components["schemas"]["SheetCounts"][];
        };
        /**
         * ImportRunOut
         * @description An import that was written; `undone_at`: it was taken back.
         */
        ImportRunOut: {
            /**
             * At
             * Format: date-time
             */
            at: string;
            /** Counts */
            counts: {
                [key: string]: {
                    [key: string]: number;
                };
            };
            /** File Name */
            file_name: string;
            /** Id */
            id: string;
            /** Undone At */
            undone_at: string | null;
        };
        /**
         * InteractionOut
         * @description Where a lesson stands. Messages: the newest 100, oldest first; polls: oldest first.
         */
        InteractionOut: {
            /** Classes */
            classes: components["schemas"]["StandingOut"][];
            /** Messages */
            messages: components["schemas"]["MessageOut"][];
            /** Polls */
            polls: components["schemas"]["PollOut"][];
        };
        /**
         * Invited
         * @description A new person and the invitation to hand over.
         */
        Invited: {
            invitation: components["schemas"]["CodeOut"];
            person: components["schemas"]["PersonOut"];
        };
        /**
         * KeyOut
         * @description A new key; the old one is good until this one is used.
         */
        KeyOut: {
            /** Key */
            key: string;
        };
        /**
         * LastLesson
         * @description The lesson that a room was in last, proven by media.
         */
        LastLesson: {
            /**
             * At
             * Format: date-time
             */
            at: string;
            /** Id */
            id: string;
            /** Title */
            title: string;
        };
        /**
         * LessonList
         * @description A page of the lessons of a day; `next_cursor` null: the last one.
         */
        LessonList: {
            /** Items */
            items: components["schemas"]["LessonOut"][];
            /** Next Cursor */
            next_cursor: string | null;
            /**
             * Server Time
             * Format: date-time
             */
            server_time: string;
        };
        /**
         * LessonNow
         * @description A lesson whose time it is.
         */
        LessonNow: {
            /** Classes */
            classes: number;
            /** Connected */
            connected: number;
            /**
             * Ends At
             * Format: date-time
             */
            ends_at: string;
            /** Id */
            id: string;
            /** Missing */
            missing: components["schemas"]["Named"][];
            school: components["schemas"]["Named"];
            /**
             * Starts At
             * Format: date-time
             */
            starts_at: string;
            state: components["schemas"]["State"];
            /** Subject */
            subject: string;
            teacher: components["schemas"]["Named"];
            /** Title */
            title: string;
            trouble: components["schemas"]["Trouble"] | null;
        };
        /**
         * LessonOut
         * @description One dated lesson.
         */
        LessonOut: {
            /** Can */
            can: components["schemas"]["Ability"][];
            /** Ended At */
            ended_at: string | null;
            /**
             * Ends At
             * Format: date-time
             */
            ends_at: string;
            /** Grade */
            grade: number;
            hub: components["schemas"]["Hub"];
            /** Id */
            id: string;
            kind: components["schemas"]["server__models__timetable__Kind"];
            /** Receivers */
            receivers: components["schemas"]["ReceivingRoom"][];
            /** Recorded */
            recorded: boolean;
            /** Started At */
            started_at: string | null;
            /**
             * Starts At
             * Format: date-time
             */
            starts_at: string;
            state: components["schemas"]["State"];
            /** Subject */
            subject: string;
            teacher: components["schemas"]["Named"];
            /** Title */
            title: string;
        };
        /**
         * Level
         * @description Whose calendar it is; later members are nearer to the class.
         * @enum {string}
         */
        Level: "city" | "district" | "school";
        /**
         * LibraryChoices
         * @description What the recordings that one may watch can be filtered by.
         */
        LibraryChoices: {
            /** Editions */
            editions: string[];
            /** Schools */
            schools: components["schemas"]["Named"][];
            /** Teachers */
            teachers: components["schemas"]["Named"][];
            /** Units */
            units: components["schemas"]["LibraryUnit"][];
            /** Waiting */
            waiting: number;
        };
        /**
         * LibraryUnit
         * @description A unit of which there is a recording.
         */
        LibraryUnit: {
            /** Edition */
            edition: string;
            /** Grade */
            grade: number;
            /** Number */
            number: number;
            /** Subject */
            subject: string;
            /** Title */
            title: string;
        };
        /**
         * MachineGone
         * @description A machine that will not come back, and why.
         */
        MachineGone: {
            /** Archiver */
            archiver: string;
            /** Reason */
            reason: string;
        };
        /**
         * MakingUp
         * @description An occurrence that was not held is to be made up (补课).
         */
        MakingUp: {
            /**
             * Day
             * Format: date
             */
            day: string;
            /**
             * Dry Run
             * @default false
             */
            dry_run: boolean;
            /** Entry Id */
            entry_id: string;
            /**
             * Starts At
             * Format: date-time
             */
            starts_at: string;
        };
        /**
         * Me
         * @description The person who has signed in.
         */
        Me: {
            /** Id */
            id: string;
            /**
             * Kind
             * @default person
             * @constant
             */
            kind: "person";
            /** Name */
            name: string;
            /** Roles */
            roles: components["schemas"]["Role"][];
            school: components["schemas"]["Named"];
            /** Username */
            username: string;
        };
        /**
         * MediaTokenOut
         * @description A permit for one door, to be used once and soon.
         */
        MediaTokenOut: {
            /** Endpoint */
            endpoint: string;
            /**
             * Expires At
             * Format: date-time
             */
            expires_at: string;
            /** Ice Servers */
            ice_servers: components["schemas"]["IceServer"][];
            /** Token */
            token: string;
        };
        /**
         * Member
         * @description A school in an alliance.
         */
        Member: {
            /** @default live */
            right: components["schemas"]["Right"];
            /** School Id */
            school_id: string;
        };
        /**
         * MessageIn
         * @description A line between the adults of both sides.
         */
        MessageIn: {
            /** Text */
            text: string;
        };
        /**
         * MessageOut
         * @description A line; `room_id` null: from the hub's side, by `author`.
         */
        MessageOut: {
            /**
             * At
             * Format: date-time
             */
            at: string;
            /** Author */
            author: string;
            /** Number */
            number: number;
            /** Room Id */
            room_id: string | null;
            /** Text */
            text: string;
        };
        /**
         * Missing
         * @description An occurrence that the timetable owes: `made_up_by` null: still owed.
         */
        Missing: {
            cause: components["schemas"]["Cause"];
            /**
             * Day
             * Format: date
             */
            day: string;
            /** Entry Id */
            entry_id: string;
            hub_school: components["schemas"]["Named"];
            /** Made Up By */
            made_up_by: string | null;
            /** Minutes */
            minutes: number;
            /** Subject */
            subject: string;
            teacher: components["schemas"]["Named"];
            /** Title */
            title: string;
        };
        /**
         * MissingList
         * @description What was not held of a term so far; `owed` counts what is not made up, also beyond the items.
         */
        MissingList: {
            /** Items */
            items: components["schemas"]["Missing"][];
            /** Owed */
            owed: number;
        };
        /**
         * Moved
         * @description A lesson of a school's own timetable that changes places.
         */
        Moved: {
            /** Class Name */
            class_name: string;
            /** From Period */
            from_period: number;
            /** From Weekday */
            from_weekday: number;
            /** Subject */
            subject: string;
            /** To Period */
            to_period: number;
            /** To Weekday */
            to_weekday: number;
        };
        /**
         * Moving
         * @description A lesson is to start at another time; it keeps its length.
         */
        Moving: {
            /**
             * Dry Run
             * @default false
             */
            dry_run: boolean;
            /** Reason */
            reason: string;
            /**
             * Starts At
             * Format: date-time
             */
            starts_at: string;
        };
        /**
         * Named
         * @description A thing by id and name.
         */
        Named: {
            /** Id */
            id: string;
            /** Name */
            name: string;
        };
        /**
         * OptionList
         * @description Where a demand's lessons could go.
         */
        OptionList: {
            /** Items */
            items: components["schemas"]["OptionOut"][];
        };
        /**
         * OptionOut
         * @description Where a demand's lesson could go, with the rules that forbid it; none: it fits.
         */
        OptionOut: {
            /** End Minute */
            end_minute: number;
            /** Hub */
            hub: string;
            place: components["schemas"]["Place"];
            /** Reasons */
            reasons: string[];
            /** Start Minute */
            start_minute: number;
            swap: components["schemas"]["SwapOut"] | null;
            /** Teacher */
            teacher: string;
        };
        /**
         * OptionsIn
         * @description Whose lesson is looked for a place; `moved` is the one that is given up for it, none: one more.
         */
        OptionsIn: {
            /** Demand */
            demand: string;
            moved?: components["schemas"]["Place"] | null;
        };
        /**
         * Overview
         * @description What there is to align, and what came of it.
         */
        Overview: {
            /** Acceptances */
            acceptances: components["schemas"]["AcceptanceOut"][];
            /** Accepted */
            accepted: number;
            /** Classes */
            classes: number;
            /** Demanded */
            demanded: number;
            /** Demands */
            demands: number;
            /** First Day */
            first_day: string | null;
            /** Last Day */
            last_day: string | null;
            /** Offers */
            offers: number;
            /** Rules */
            rules: string[];
            /** Runs */
            runs: components["schemas"]["RunOut"][];
            /** Schools */
            schools: number;
            term: components["schemas"]["Named"] | null;
            /** Weights */
            weights: components["schemas"]["Weight"][];
        };
        /** Page[AllianceOut] */
        Page_AllianceOut_: {
            /** Items */
            items: components["schemas"]["AllianceOut"][];
            /** Next Cursor */
            next_cursor: string | null;
        };
        /** Page[BellsOut] */
        Page_BellsOut_: {
            /** Items */
            items: components["schemas"]["BellsOut"][];
            /** Next Cursor */
            next_cursor: string | null;
        };
        /** Page[CalendarOut] */
        Page_CalendarOut_: {
            /** Items */
            items: components["schemas"]["CalendarOut"][];
            /** Next Cursor */
            next_cursor: string | null;
        };
        /** Page[CityOut] */
        Page_CityOut_: {
            /** Items */
            items: components["schemas"]["CityOut"][];
            /** Next Cursor */
            next_cursor: string | null;
        };
        /** Page[ClassOut] */
        Page_ClassOut_: {
            /** Items */
            items: components["schemas"]["ClassOut"][];
            /** Next Cursor */
            next_cursor: string | null;
        };
        /** Page[DistrictOut] */
        Page_DistrictOut_: {
            /** Items */
            items: components["schemas"]["DistrictOut"][];
            /** Next Cursor */
            next_cursor: string | null;
        };
        /** Page[RoomOut] */
        Page_RoomOut_: {
            /** Items */
            items: components["schemas"]["RoomOut"][];
            /** Next Cursor */
            next_cursor: string | null;
        };
        /** Page[SchoolOut] */
        Page_SchoolOut_: {
            /** Items */
            items: components["schemas"]["SchoolOut"][];
            /** Next Cursor */
            next_cursor: string | null;
        };
        /** Page[SubjectOut] */
        Page_SubjectOut_: {
            /** Items */
            items: components["schemas"]["SubjectOut"][];
            /** Next Cursor */
            next_cursor: string | null;
        };
        /** Page[TermOut] */
        Page_TermOut_: {
            /** Items */
            items: components["schemas"]["TermOut"][];
            /** Next Cursor */
            next_cursor: string | null;
        };
        /** Page[TextbookOut] */
        Page_TextbookOut_: {
            /** Items */
            items: components["schemas"]["TextbookOut"][];
            /** Next Cursor */
            next_cursor: string | null;
        };
        /**
         * PasswordChange
         * @description The password until now and the new one.
         */
        PasswordChange: {
            /** New */
            new: string;
            /** Old */
            old: string;
        };
        /**
         * Period
         * @description A period (节) in local minutes of the day; 480 is 08:00.
         */
        "Period-Input": {
            /** End Minute */
            end_minute: number;
            /** Number */
            number: number;
            /** Start Minute */
            start_minute: number;
        };
        /**
         * PersonChange
         * @description What is given is changed; an empty e-mail address takes it away.
         */
        PersonChange: {
            /** Email */
            email?: string | null;
            /** Name */
            name?: string | null;
            /** School Id */
            school_id?: string | null;
        };
        /**
         * PersonIn
         * @description A new person; they choose their password with the invitation.
         */
        PersonIn: {
            /** Email */
            email?: string | null;
            /** Name */
            name: string;
            /**
             * Roles
             * @default []
             */
            roles: components["schemas"]["RoleIn"][];
            /** School Id */
            school_id: string;
            /** Username */
            username: string;
        };
        /**
         * PersonList
         * @description A page of people, by user name.
         */
        PersonList: {
            /** Items */
            items: components["schemas"]["PersonOut"][];
            /** Next Cursor */
            next_cursor: string | null;
        };
        /**
         * PersonOut
         * @description A person as administrators see them.
         */
        PersonOut: {
            /** Email */
            email: string | null;
            /** Id */
            id: string;
            /** Manageable */
            manageable: boolean;
            /** Name */
            name: string;
            /** Roles */
            roles: components["schemas"]["RoleOut"][];
            school: components["schemas"]["Named"];
            standing: components["schemas"]["Standing"];
            /** Username */
            username: string;
        };
        /**
         * Place
         * @description A demand's lesson in a slot of its class's own bells.
         */
        Place: {
            /** Demand */
            demand: string;
            /** Lesson */
            lesson: string;
            /** Period */
            period: number;
            /** Weekday */
            weekday: number;
        };
        /**
         * PlanHeld
         * @description The plan that a device has kept.
         */
        PlanHeld: {
            /** Version */
            version: string;
        };
        /**
         * PlanOut
         * @description A signed plan, and its version for a look without a library.
         */
        PlanOut: {
            /** Jws */
            jws: string;
            /** Version */
            version: string;
        };
        /**
         * PollIn
         * @description A question to all classes; its choices are lettered from A.
         */
        PollIn: {
            /** Choices */
            choices: number;
            /**
             * Question
             * @default
             */
            question: string;
        };
        /**
         * PollOut
         * @description A poll with what came in so far; `total` is per choice.
         */
        PollOut: {
            /** Choices */
            choices: number;
            /** Classes */
            classes: components["schemas"]["VotesOut"][];
            /** Closed At */
            closed_at: string | null;
            /** Number */
            number: number;
            /**
             * Opened At
             * Format: date-time
             */
            opened_at: string;
            /** Question */
            question: string;
            /** Total */
            total: number[];
        };
        /**
         * Presence
         * @description Whether a receiving room is there.
         * @enum {string}
         */
        Presence: "absent" | "connecting" | "connected";
        /**
         * ProposalOut
         * @description A plan that keeps every rule, and how good it is.
         */
        ProposalOut: {
            /** Bound */
            bound: number;
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /** Demanded */
            demanded: number;
            /** Gap Percent */
            gap_percent: number;
            /** Id */
            id: string;
            /** Lessons */
            lessons: number;
            /** Parent Id */
            parent_id: string | null;
            /** Run Id */
            run_id: string;
            /** Seconds */
            seconds: number;
            /** Served Percent */
            served_percent: number;
            /** Stopped */
            stopped: string;
            /** Value */
            value: number;
        };
        /**
         * Publication
         * @description Who may watch the recording; `server.library.publication` holds the steps, the policy who.
         * @enum {string}
         */
        Publication: "draft" | "review" | "published";
        /**
         * Purpose
         * @description What a room is equipped for.
         * @enum {string}
         */
        Purpose: "broadcast" | "receiving";
        /**
         * Readiness
         * @description Which parts are there; `problems` says what to do about those that are not.
         */
        Readiness: {
            /** Archiver */
            archiver: boolean;
            /** Database */
            database: boolean;
            /** Node */
            node: boolean;
            /** Problems */
            problems: string[];
            /** Store */
            store: boolean;
            /** Warnings */
            warnings: string[];
        };
        /**
         * ReasonIn
         * @description Why somebody wants something.
         */
        ReasonIn: {
            /** Reason */
            reason: string;
        };
        /**
         * ReasonOut
         * @description A rule that stands in the way, and of how many lessons.
         */
        ReasonOut: {
            /** Lessons */
            lessons: number;
            /** Rule */
            rule: string;
            /** Sentence */
            sentence: string;
        };
        /**
         * ReceiverList
         * @description Every receiving room of a lesson.
         */
        ReceiverList: {
            /** Items */
            items: components["schemas"]["ReceiverOut"][];
        };
        /**
         * ReceiverOut
         * @description One receiving room of a lesson, and how its media do.
         */
        ReceiverOut: {
            /**
             * Audio Kbps
             * @default 0
             */
            audio_kbps: number;
            /** Class Name */
            class_name: string;
            /**
             * Loss Percent
             * @default 0
             */
            loss_percent: number;
            room: components["schemas"]["Named"];
            /**
             * Round Trip Ms
             * @default 0
             */
            round_trip_ms: number;
            school: components["schemas"]["Named"];
            /** Since */
            since: string | null;
            state: components["schemas"]["Presence"];
            /**
             * Video Kbps
             * @default 0
             */
            video_kbps: number;
        };
        /**
         * ReceivingRoom
         * @description A room that receives a lesson.
         */
        ReceivingRoom: {
            /** Class Name */
            class_name: string;
            room: components["schemas"]["Named"];
            school: components["schemas"]["Named"];
        };
        /**
         * RecordingList
         * @description One page of the archive, newest lesson first.
         */
        RecordingList: {
            /** Items */
            items: components["schemas"]["RecordingSummary"][];
            /** Next Cursor */
            next_cursor: string | null;
        };
        /**
         * RecordingOut
         * @description A recording with its tracks. Offsets count from `epoch`.
         */
        RecordingOut: {
            catalogued: components["schemas"]["Catalogued"];
            /** Duration */
            duration: number;
            /** Epoch */
            epoch: string | null;
            /** Gaps */
            gaps: number;
            lesson: components["schemas"]["LessonOut"];
            /** Roles */
            roles: components["schemas"]["RolePlaylist"][];
            /** Rotten */
            rotten: number;
            /** Size */
            size: number;
            state: components["schemas"]["RecordingState"];
            /** Tracks */
            tracks: components["schemas"]["TrackOut"][];
        };
        /**
         * RecordingState
         * @description How far a recording is.
         * @enum {string}
         */
        RecordingState: "recording" | "processing" | "complete";
        /**
         * RecordingSummary
         * @description A recording in the list. Duration in seconds, size in bytes.
         */
        RecordingSummary: {
            catalogued: components["schemas"]["Catalogued"];
            /** Duration */
            duration: number;
            /** Gaps */
            gaps: number;
            lesson: components["schemas"]["LessonOut"];
            /** Poster */
            poster: string | null;
            /** Size */
            size: number;
            state: components["schemas"]["RecordingState"];
            /** Tracks */
            tracks: components["schemas"]["TrackSummary"][];
        };
        /**
         * Redeeming
         * @description A code and the password that its person chooses.
         */
        Redeeming: {
            /** Code */
            code: string;
            /** Password */
            password: string;
        };
        /**
         * Repaired
         * @description A repaired proposal, and what had to change.
         */
        Repaired: {
            /** Differences */
            differences: components["schemas"]["Difference"][];
            /** Fewest Lost */
            fewest_lost: number;
            /** Gained */
            gained: number;
            /** Lessons Missing */
            lessons_missing: number;
            /** Lost */
            lost: number;
            proposal: components["schemas"]["ProposalOut"];
        };
        /**
         * RepairIn
         * @description What is no longer so: teachers who cannot broadcast, schools that have lost a room each, other bells.
         */
        RepairIn: {
            /** Bells From */
            bells_from?: string | null;
            /**
             * Broadcast Rooms
             * @default []
             */
            broadcast_rooms: string[];
            /**
             * Receiving Rooms
             * @default []
             */
            receiving_rooms: string[];
            /**
             * Teachers
             * @default []
             */
            teachers: string[];
        };
        /**
         * Report
         * @description Sums of the ledger.
         */
        Report: {
            by: components["schemas"]["By"];
            /**
             * First Day
             * Format: date
             */
            first_day: string;
            /**
             * Last Day
             * Format: date
             */
            last_day: string;
            /** Rows */
            rows: components["schemas"]["ReportRow"][];
        };
        /**
         * ReportRow
         * @description One group of a report.
         */
        ReportRow: {
            /** Delivered */
            delivered: number;
            /** Delivered Percent */
            delivered_percent: number;
            /** Early */
            early: number;
            /** Gap */
            gap: number;
            /** Held */
            held: number;
            /** Held Percent */
            held_percent: number;
            /** Id */
            id: string;
            /** Late */
            late: number;
            /** Lessons */
            lessons: number;
            /** Name */
            name: string;
            /** Planned */
            planned: number;
            /** School Name */
            school_name: string;
            /** Seen */
            seen: number;
            /** Taught Hours */
            taught_hours?: number | null;
            /** Taught Lessons */
            taught_lessons?: number | null;
        };
        /**
         * Result
         * @description A proposal by class and by hub.
         */
        Result: {
            /** Classes */
            classes: components["schemas"]["ClassWeek"][];
            /** Hubs */
            hubs: components["schemas"]["HubWeek"][];
            proposal: components["schemas"]["ProposalOut"];
            /** Teachers */
            teachers: components["schemas"]["Named"][];
        };
        /**
         * RetentionOut
         * @description The rules, and the recordings that somebody must look at.
         */
        RetentionOut: {
            /** Damaged */
            damaged: components["schemas"]["DamagedOut"][];
            /** Grace Days */
            grace_days: number;
            /** Held */
            held: components["schemas"]["HoldOut"][];
            /** Periods */
            periods: components["schemas"]["server__retention__schemas__Period"][];
        };
        /**
         * ReviewIn
         * @description What the reviewer decides: publish, or send back with a reason of at least 2 characters.
         */
        ReviewIn: {
            /**
             * Reason
             * @default
             */
            reason: string;
            /**
             * Step
             * @enum {string}
             */
            step: "publish" | "send_back";
        };
        /**
         * Right
         * @description How a member of an alliance may use the others' lessons.
         * @enum {string}
         */
        Right: "live" | "on_demand";
        /**
         * Role
         * @description What a person may do at a scope.
         * @enum {string}
         */
        Role: "hub_teacher" | "teacher" | "coordinator" | "administrator";
        /**
         * RoleIn
         * @description A role at exactly one scope.
         */
        RoleIn: {
            /** City */
            city?: string | null;
            /** District */
            district?: string | null;
            role: components["schemas"]["Role"];
            /** School */
            school?: string | null;
        };
        /**
         * RoleOut
         * @description A role and where it is held.
         */
        RoleOut: {
            city?: components["schemas"]["Named"] | null;
            district?: components["schemas"]["Named"] | null;
            role: components["schemas"]["Role"];
            school?: components["schemas"]["Named"] | null;
        };
        /**
         * RolePlaylist
         * @description One playlist with everything of a role: its picture and its sound.
         */
        RolePlaylist: {
            /** Playlist */
            playlist: string;
            /** Role */
            role: string;
        };
        /**
         * RolesIn
         * @description All roles of a person; what is not listed is taken away.
         */
        RolesIn: {
            /** Roles */
            roles: components["schemas"]["RoleIn"][];
        };
        /**
         * RoomIn
         * @description A room of a school.
         */
        RoomIn: {
            /** Name */
            name: string;
            purpose: components["schemas"]["Purpose"];
            /** School Id */
            school_id: string;
        };
        /**
         * RoomOut
         * @description A room of a school.
         */
        RoomOut: {
            /** Id */
            id: string;
            /** Name */
            name: string;
            purpose: components["schemas"]["Purpose"];
            /** School Id */
            school_id: string;
        };
        /**
         * RowProblem
         * @description A row that does not fit: which one, what stands there, what is allowed.
         */
        RowProblem: {
            /** Allowed */
            allowed: string;
            /** Came */
            came: string;
            /** Row */
            row: string;
        };
        /**
         * RowProblems
         * @description What is wrong with a term's rows; `count` counts also what is beyond the items.
         */
        RowProblems: {
            /** Count */
            count: number;
            /** Items */
            items: components["schemas"]["RowProblem"][];
        };
        /**
         * RowRefused
         * @description A row that does not fit, as a spreadsheet counts it, and the sentence for whoever corrects it.
         */
        RowRefused: {
            /** Column */
            column: string;
            /** Message */
            message: string;
            /** Row */
            row: number;
            /** Sheet */
            sheet: string;
        };
        /**
         * RowsReport
         * @description What an import did, or would do.
         */
        RowsReport: {
            /** Ignored */
            ignored: string[];
            /** Problems */
            problems: components["schemas"]["RowRefused"][];
            /** Problems Total */
            problems_total: number;
            /** Sheets */
            sheets: components["schemas"]["SheetReport"][];
            /** Written */
            written: boolean;
        };
        /**
         * RubricIn
         * @description Points by criterion, 1 to 5; what is not named stays.
         */
        RubricIn: {
            /** Points */
            points: {
                [key: string]: number;
            };
        };
        /**
         * RubricOut
         * @description What a famous teacher's lesson was given.
         */
        RubricOut: {
            /** Criteria */
            criteria: components["schemas"]["CriterionOut"][];
            /** People */
            people: number;
        };
        /**
         * RunIn
         * @description What somebody asks of a run.
         */
        RunIn: {
            /**
             * Seconds
             * @default 60
             */
            seconds: number;
            /**
             * Seed
             * @default 0
             */
            seed: number;
            /**
             * Workers
             * @default 2
             */
            workers: number;
        };
        /**
         * RunOut
         * @description A run and how far it is.
         */
        RunOut: {
            asked_by: components["schemas"]["Named"];
            /** Bound */
            bound: number;
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /** Demanded */
            demanded: number;
            /** Elapsed Seconds */
            elapsed_seconds: number;
            /** Ended At */
            ended_at: string | null;
            /** Failure */
            failure: string;
            /** Gap Percent */
            gap_percent: number;
            /** Id */
            id: string;
            /** Lessons */
            lessons: number;
            /** Proposals */
            proposals: components["schemas"]["ProposalOut"][];
            /** Seconds */
            seconds: number;
            /** Seed */
            seed: number;
            /** Stage */
            stage: string;
            /** Started At */
            started_at: string | null;
            state: components["schemas"]["RunState"];
            /** Stop Requested */
            stop_requested: boolean;
            /** Value */
            value: number;
            /** Versions */
            versions: string;
            /** Workers */
            workers: number;
        };
        /**
         * RunState
         * @description Where an alignment run stands.
         * @enum {string}
         */
        RunState: "queued" | "running" | "done" | "failed";
        /**
         * SchoolIn
         * @description A school with its link.
         */
        SchoolIn: {
            /** Code */
            code?: string | null;
            /** District Id */
            district_id: string;
            /**
             * Downlink Kbps
             * @default 0
             */
            downlink_kbps: number;
            /** Name */
            name: string;
            /**
             * Uplink Kbps
             * @default 0
             */
            uplink_kbps: number;
        };
        /**
         * SchoolOut
         * @description A school with its link.
         */
        SchoolOut: {
            /** Code */
            code?: string | null;
            /** District Id */
            district_id: string;
            /**
             * Downlink Kbps
             * @default 0
             */
            downlink_kbps: number;
            /** Id */
            id: string;
            /** Name */
            name: string;
            /**
             * Uplink Kbps
             * @default 0
             */
            uplink_kbps: number;
        };
        /**
         * SchoolWeek
         * @description Seven days of a school from a Monday on: what each date is (only those inside a term), and the lessons.
         */
        SchoolWeek: {
            /** Days */
            days: components["schemas"]["DayOut"][];
            /**
             * First Day
             * Format: date
             */
            first_day: string;
            /** Lessons */
            lessons: components["schemas"]["WeekLesson"][];
        };
        /**
         * Seat
         * @description A room that receives a course, and the class that sits there.
         */
        Seat: {
            /** Class Id */
            class_id?: string | null;
            /** Room Id */
            room_id: string;
        };
        /**
         * SelfTest
         * @description What a device found out about itself.
         */
        SelfTest: {
            /** Checks */
            checks: components["schemas"]["Check"][];
            /** Passed */
            passed: boolean;
        };
        /**
         * Shown
         * @description A certificate that somebody holds.
         */
        server__ledger__schemas__Shown: {
            /** Jws */
            jws: string;
        };
        /**
         * Verified
         * @description Whether this installation signed a certificate, and what it says.
         */
        server__ledger__schemas__Verified: {
            /** First Day */
            first_day?: string | null;
            /** Genuine */
            genuine: boolean;
            /**
             * Hours
             * @default 0
             */
            hours: number;
            /** Last Day */
            last_day?: string | null;
            /**
             * Lessons
             * @default 0
             */
            lessons: number;
            /**
             * Teacher
             * @default
             */
            teacher: string;
        };
        /**
         * Kind
         * @description The three classrooms (三个课堂).
         * @enum {string}
         */
        server__models__timetable__Kind: "dedicated" | "famous_teacher" | "famous_school";
        /**
         * Period
         * @description A period (节) in local minutes of the day; 480 is 08:00.
         */
        server__organisation__schemas__Period: {
            /** End Minute */
            end_minute: number;
            /** Number */
            number: number;
            /** Start Minute */
            start_minute: number;
        };
        /**
         * Period
         * @description How long recordings of a kind of lesson are kept; 0 days: for ever.
         */
        server__retention__schemas__Period: {
            /** Days */
            days: number;
            kind: components["schemas"]["server__models__timetable__Kind"];
        };
        /**
         * Shown
         * @description A certificate that somebody holds.
         */
        server__retention__schemas__Shown: {
            /** Jws */
            jws: string;
        };
        /**
         * Verified
         * @description Whether this installation signed a certificate, and what it says.
         */
        server__retention__schemas__Verified: {
            certificate?: components["schemas"]["ErasureCertificate"] | null;
            /** Genuine */
            genuine: boolean;
        };
        /**
         * SheetCounts
         * @description What an import does to one sheet.
         */
        SheetCounts: {
            /** Changed */
            changed: number;
            /** Created */
            created: number;
            /** Removed */
            removed: number;
            /** Rows */
            rows: number;
            /** Same */
            same: number;
            /** Sheet */
            sheet: string;
        };
        /**
         * SheetKey
         * @enum {string}
         */
        SheetKey: "districts" | "schools" | "rooms" | "classes" | "alliances" | "terms" | "bells" | "calendar" | "subjects" | "textbooks" | "timetable";
        /**
         * SheetReport
         * @description What was read of a sheet, and what of it is new or changed.
         */
        SheetReport: {
            /** Changed */
            changed: number;
            /** Created */
            created: number;
            /** Rows */
            rows: number;
            /** Sheet */
            sheet: string;
        };
        /**
         * SignInWays
         * @description How people may sign in beside their password, and out again.
         */
        SignInWays: {
            /** Identity Server */
            identity_server: string | null;
            /** Sign Out */
            sign_out: string | null;
        };
        /**
         * Standing
         * @description Whether somebody can sign in.
         * @enum {string}
         */
        Standing: "invited" | "active" | "deactivated";
        /**
         * StandingOut
         * @description Where a receiving class stands; the order of `items` is that of its lesson's rooms.
         */
        StandingOut: {
            /** Class Name */
            class_name: string;
            /** Hand Place */
            hand_place: number | null;
            /** Hand Up Since */
            hand_up_since: string | null;
            /** Head Count */
            head_count: number | null;
            /** Help Since */
            help_since: string | null;
            /** Picture Allowed */
            picture_allowed: boolean;
            /** Room Id */
            room_id: string;
            /** School Name */
            school_name: string;
            /** Speaks */
            speaks: boolean;
        };
        /**
         * State
         * @description Where a lesson stands; `server.lessons.lifecycle` holds the rule.
         * @enum {string}
         */
        State: "planned" | "open" | "live" | "ended" | "archived" | "expired" | "cancelled";
        /**
         * Step
         * @description What people do with a recording's publication.
         * @enum {string}
         */
        Step: "ask" | "take_back" | "publish" | "send_back" | "withdraw";
        /**
         * Kind
         * @description The two kinds of media.
         * @enum {string}
         */
        streaming__contract__Kind: "audio" | "video";
        /**
         * SubjectIn
         * @description A subject.
         */
        SubjectIn: {
            /** City Id */
            city_id: string;
            /** Name */
            name: string;
        };
        /**
         * SubjectOut
         * @description A subject.
         */
        SubjectOut: {
            /** City Id */
            city_id: string;
            /** Id */
            id: string;
            /** Name */
            name: string;
        };
        /**
         * Substituting
         * @description Somebody else of the same school is to teach (代课).
         */
        Substituting: {
            /**
             * Dry Run
             * @default false
             */
            dry_run: boolean;
            /** Reason */
            reason: string;
            /** Teacher Id */
            teacher_id: string;
        };
        /**
         * SwapOut
         * @description The other lesson of a swap: as it is, and where it would come.
         */
        SwapOut: {
            /** Class Name */
            class_name: string;
            comes: components["schemas"]["Place"];
            leaves: components["schemas"]["Place"];
            /** Subject */
            subject: string;
        };
        /**
         * Swapping
         * @description Two lessons are to exchange their times (调课).
         */
        Swapping: {
            /**
             * Dry Run
             * @default false
             */
            dry_run: boolean;
            /** One Id */
            one_id: string;
            /** Other Id */
            other_id: string;
            /** Reason */
            reason: string;
        };
        /**
         * TermIn
         * @description A term (学期) of a city.
         */
        TermIn: {
            /** City Id */
            city_id: string;
            /**
             * First Day
             * Format: date
             */
            first_day: string;
            /**
             * Last Day
             * Format: date
             */
            last_day: string;
            /** Name */
            name: string;
        };
        /**
         * TermOut
         * @description A term.
         */
        TermOut: {
            /** City Id */
            city_id: string;
            /**
             * First Day
             * Format: date
             */
            first_day: string;
            /** Id */
            id: string;
            /**
             * Last Day
             * Format: date
             */
            last_day: string;
            /** Name */
            name: string;
        };
        /**
         * TextbookChoice
         * @description A textbook of the city for the lesson's subject and grade; `volume` 1: 上册, 2: 下册.
         */
        TextbookChoice: {
            /** Edition */
            edition: string;
            /** Id */
            id: string;
            /** Units */
            units: components["schemas"]["UnitChoice"][];
            /** Volume */
            volume: number;
        };
        /**
         * TextbookIn
         * @description A volume of an edition; `volume` 1: 上册, 2: 下册.
         */
        TextbookIn: {
            /** City Id */
            city_id: string;
            /** Edition */
            edition: string;
            /** Grade */
            grade: number;
            /** Subject Id */
            subject_id: string;
            /**
             * Units
             * @default []
             */
            units: components["schemas"]["UnitOf"][];
            /** Volume */
            volume: number;
        };
        /**
         * TextbookOut
         * @description A volume of an edition.
         */
        TextbookOut: {
            /** City Id */
            city_id: string;
            /** Edition */
            edition: string;
            /** Grade */
            grade: number;
            /** Id */
            id: string;
            /** Subject Id */
            subject_id: string;
            /**
             * Units
             * @default []
             */
            units: components["schemas"]["UnitOf"][];
            /** Volume */
            volume: number;
        };
        /**
         * ThinLink
         * @description A school whose known link carries less than its part in the lessons needs, kbit/s.
         */
        ThinLink: {
            /** Downlink Kbps */
            downlink_kbps: number;
            /** Needed Kbps */
            needed_kbps: number;
            school: components["schemas"]["Named"];
            /** Sends */
            sends: boolean;
            /** Uplink Kbps */
            uplink_kbps: number;
        };
        /**
         * TokenRequest
         * @description Which door somebody wants to use.
         */
        TokenRequest: {
            direction: components["schemas"]["Direction"];
            /**
             * On Stage
             * @default false
             */
            on_stage: boolean;
            /** Resumes */
            resumes?: string | null;
            /**
             * Takes Over
             * @default false
             */
            takes_over: boolean;
        };
        /**
         * TrackOut
         * @description One track. Offset and duration in seconds; width and height in pixels, 0 for sound.
         */
        TrackOut: {
            /** Codec */
            codec: string;
            /** Duration */
            duration: number;
            /** Gaps */
            gaps: components["schemas"]["Gap"][];
            /** Height */
            height: number;
            /** Id */
            id: string;
            kind: components["schemas"]["streaming__contract__Kind"];
            /** Offset */
            offset: number;
            /** Playlist */
            playlist: string;
            /** Role */
            role: string;
            /** Width */
            width: number;
        };
        /**
         * TrackSummary
         * @description A track in the list; the codec as RFC 6381 names it.
         */
        TrackSummary: {
            /** Codec */
            codec: string;
            kind: components["schemas"]["streaming__contract__Kind"];
            /** Role */
            role: string;
        };
        /**
         * Trouble
         * @description Why somebody should look at a lesson now.
         * @enum {string}
         */
        Trouble: "not_started" | "classes_missing";
        /**
         * Typed
         * @description A code as somebody typed it.
         */
        Typed: {
            /** Code */
            code: string;
        };
        /**
         * UnitChoice
         * @description A unit of a textbook.
         */
        UnitChoice: {
            /** Number */
            number: number;
            /** Title */
            title: string;
        };
        /**
         * UnitOf
         * @description A unit (单元) of a textbook.
         */
        UnitOf: {
            /** Number */
            number: number;
            /** Title */
            title: string;
        };
        /**
         * Unmet
         * @description A demand that does not get all its lessons.
         */
        Unmet: {
            /** Asked */
            asked: number;
            /** Demand */
            demand: string;
            /** Served */
            served: number;
            /** Subject */
            subject: string;
        };
        /**
         * UplinkCheckOut
         * @description What came of a body that was sent to try a line, and how long it took since the head of the request.
         */
        UplinkCheckOut: {
            /** Bytes */
            bytes: number;
            /** Seconds */
            seconds: number;
        };
        /** ValidationError */
        ValidationError: {
            /** Context */
            ctx?: Record<string, never>;
            /** Input */
            input?: unknown;
            /** Location */
            loc: (string | number)[];
            /** Message */
            msg: string;
            /** Error Type */
            type: string;
        };
        /**
         * VotesOut
         * @description The answer of one class.
         */
        VotesOut: {
            /** Room Id */
            room_id: string;
            /** Votes */
            votes: number[];
        };
        /**
         * WebhookIn
         * @description A subscription; exactly one of the two scopes.
         */
        WebhookIn: {
            /** City Id */
            city_id?: string | null;
            /** Happenings */
            happenings: components["schemas"]["Happening"][];
            /** School Id */
            school_id?: string | null;
            /** Url */
            url: string;
        };
        /**
         * WebhookList
         * @description Subscriptions, the newest first.
         */
        WebhookList: {
            /** Items */
            items: components["schemas"]["WebhookOut"][];
        };
        /**
         * WebhookMade
         * @description A new subscription with its secret, which is shown this once.
         */
        WebhookMade: {
            /** City Id */
            city_id: string | null;
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /** Happenings */
            happenings: components["schemas"]["Happening"][];
            /** Id */
            id: string;
            /** School Id */
            school_id: string | null;
            /** Secret */
            secret: string;
            /** Url */
            url: string;
        };
        /**
         * WebhookOut
         * @description A subscription.
         */
        WebhookOut: {
            /** City Id */
            city_id: string | null;
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /** Happenings */
            happenings: components["schemas"]["Happening"][];
            /** Id */
            id: string;
            /** School Id */
            school_id: string | null;
            /** Url */
            url: string;
        };
        /**
         * WeekLesson
         * @description A lesson of a school's week; `changeable`: the caller may move, cancel or swap it, or have it taught by another.
         */
        WeekLesson: {
            /** Changeable */
            changeable: boolean;
            lesson: components["schemas"]["LessonOut"];
        };
        /**
         * WeeklyIn
         * @description A weekly lesson in local minutes of the day; 480 is 08:00. It need not be a period of anybody's bells.
         */
        WeeklyIn: {
            /** End Minute */
            end_minute: number;
            /** Start Minute */
            start_minute: number;
            /** Weekday */
            weekday: number;
            /** @default every */
            weeks: components["schemas"]["Weeks"];
        };
        /**
         * WeeklyKept
         * @description A weekly lesson that is changed, or with no id a new one.
         */
        WeeklyKept: {
            /** End Minute */
            end_minute: number;
            /** Id */
            id?: string | null;
            /** Start Minute */
            start_minute: number;
            /** Weekday */
            weekday: number;
            /** @default every */
            weeks: components["schemas"]["Weeks"];
        };
        /**
         * WeeklyOut
         * @description A weekly lesson.
         */
        WeeklyOut: {
            /** End Minute */
            end_minute: number;
            /** Id */
            id: string;
            /** Start Minute */
            start_minute: number;
            /** Weekday */
            weekday: number;
            /** @default every */
            weeks: components["schemas"]["Weeks"];
        };
        /**
         * Weeks
         * @description In which teaching weeks an entry is held (单双周).
         * @enum {string}
         */
        Weeks: "every" | "odd" | "even";
        /**
         * Weight
         * @description What the objective counts, in points.
         */
        Weight: {
            /** Points */
            points: number;
            /** What */
            what: string;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    look_api_access_codes_look_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Typed"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CodeOwner"];
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
            /** @description Too many tries */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
        };
    };
    redeem_api_access_codes_redeem_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Redeeming"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Me"];
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Weak password */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Too many tries */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
        };
    };
    overview_api_alignment_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Overview"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
        };
    };
    undo_api_alignment_acceptances__acceptance_id__undo_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                acceptance_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AcceptanceOut"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not now */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    import_rows_api_alignment_imports_post: {
        parameters: {
            query: {
                dry_run?: boolean;
                name: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/octet-stream": string;
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RowsReport"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not now */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description This file cannot be read; Some rows need correction; nothing was written */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
        };
    };
    wrong_rows_api_alignment_problems_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RowProblems"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
        };
    };
    result_api_alignment_proposals__proposal_id__get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                proposal_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Result"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    accept_api_alignment_proposals__proposal_id__accept_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                proposal_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AcceptIn"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AcceptanceOut"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not now; Not now; Outdated; Not now */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    compare_api_alignment_proposals__proposal_id__against__other_id__get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                other_id: string;
                proposal_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Comparison"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    edit_api_alignment_proposals__proposal_id__edits_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                proposal_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["EditIn"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProposalOut"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description The bells stay; The change breaks rules */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Fields do not fit */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
        };
    };
    explanation_api_alignment_proposals__proposal_id__explanations__demand_id__get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                demand_id: string;
                proposal_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExplanationOut"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not found; Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    options_api_alignment_proposals__proposal_id__options_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                proposal_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["OptionsIn"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OptionList"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not found; Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description The change breaks rules */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Fields do not fit */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
        };
    };
    repair_api_alignment_proposals__proposal_id__repairs_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                proposal_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RepairIn"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Repaired"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description The change breaks rules */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Fields do not fit */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
        };
    };
    start_run_api_alignment_runs_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RunIn"];
            };
        };
        responses: {
            /** @description Successful Response */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RunOut"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not now; Not now */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Rows do not fit */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
        };
    };
    one_run_api_alignment_runs__run_id__get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                run_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RunOut"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    stop_run_api_alignment_runs__run_id__stop_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                run_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RunOut"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not now */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    import_timetables_api_alignment_timetables_post: {
        parameters: {
            query?: {
                dry_run?: boolean;
                name?: string;
                school_id?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/octet-stream": string;
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RowsReport"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not now */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description This file cannot be read; Some rows need correction; nothing was written */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
        };
    };
    log_api_audit_get: {
        parameters: {
            query?: {
                action?: components["schemas"]["AuditAction"] | null;
                cursor?: number;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AuditList"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Fields do not fit */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
        };
    };
    verification_api_audit_verification_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChainState"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
        };
    };
    feeds_api_calendar_feeds_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FeedList"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
        };
    };
    make_feed_api_calendar_feeds_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["FeedIn"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FeedOut"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not now */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Fields do not fit */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
        };
    };
    feed_api_calendar_feeds__row_id__get: {
        parameters: {
            query?: {
                key?: string;
            };
            header?: never;
            path: {
                row_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The lessons */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/calendar": unknown;
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    remove_feed_api_calendar_feeds__row_id__delete: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                row_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    consents_api_classes__class_id__consents_get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                class_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConsentList"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Fields do not fit */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
        };
    };
    give_api_classes__class_id__consents__track__put: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                class_id: string;
                track: components["schemas"]["ConsentTrack"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ConsentIn"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConsentList"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Fields do not fit */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
        };
    };
    withdraw_api_classes__class_id__consents__track__delete: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                class_id: string;
                track: components["schemas"]["ConsentTrack"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConsentList"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Fields do not fit */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
        };
    };
    what_to_show_api_device_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeviceOut"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
        };
    };
    enrol_api_device_session_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DeviceKey"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeviceOut"];
                };
            };
            /** @description Unknown device */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    next_key_api_device_key_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["KeyOut"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
        };
    };
    plan_api_device_plan_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PlanOut"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
        };
    };
    acknowledge_api_device_plan_acknowledgement_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PlanHeld"];
            };
        };
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Fields do not fit */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
        };
    };
    status_api_device_status_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DeviceStatus"];
            };
        };
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Fields do not fit */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
        };
    };
    devices_api_devices_get: {
        parameters: {
            query?: {
                cursor?: string;
                limit?: number;
                q?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fleet"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Fields do not fit */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
        };
    };
    place_api_devices_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Enrolling"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FleetDevice"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Fields do not fit */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Too many tries */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
        };
    };
    one_device_api_devices__device_id__get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                device_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FleetDevice"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Fields do not fit */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
        };
    };
    change_api_devices__device_id__patch: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                device_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DeviceChange"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FleetDevice"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Fields do not fit */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
        };
    };
    revoke_api_devices__device_id__revoke_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                device_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FleetDevice"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Fields do not fit */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
        };
    };
    begin_api_enrolments_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EnrolmentOut"];
                };
            };
            /** @description Too many tries */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
        };
    };
    claim_api_enrolments__enrolment_id__claim_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                enrolment_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Claim"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Claimed"];
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Fields do not fit */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
        };
    };
    erasures_api_erasures_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErasureList"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
        };
    };
    agree_api_erasures__erasure_id__approval_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                erasure_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErasureOut"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not now */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Fields do not fit */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
        };
    };
    certificate_api_erasures__erasure_id__certificate_get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                erasure_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErasureCertificate"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not now */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Fields do not fit */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
        };
    };
    machine_gone_api_erasures__erasure_id__machine_gone_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                erasure_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MachineGone"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErasureOut"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not now */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Fields do not fit */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
        };
    };
    refuse_api_erasures__erasure_id__refusal_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                erasure_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErasureOut"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not now */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Fields do not fit */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
        };
    };
    take_back_api_erasures__erasure_id__return_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                erasure_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReasonIn"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErasureOut"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not now */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Fields do not fit */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
        };
    };
    verify_api_erasures_verification_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["server__retention__schemas__Shown"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["server__retention__schemas__Verified"];
                };
            };
            /** @description Fields do not fit */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
        };
    };
    exports_api_exports_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExportList"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
        };
    };
    approve_api_exports__export_id__approval_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                export_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExportOut"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not now */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    refuse_api_exports__export_id__refusal_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                export_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExportOut"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not now */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    certificate_api_ledger_certificates__person_id__get: {
        parameters: {
            query: {
                first_day: string;
                format?: components["schemas"]["Format"];
                last_day: string;
            };
            header?: never;
            path: {
                person_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Certificate"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Fields do not fit */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
        };
    };
    verify_api_ledger_certificates_verification_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["server__ledger__schemas__Shown"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["server__ledger__schemas__Verified"];
                };
            };
            /** @description Fields do not fit */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
        };
    };
    entries_api_ledger_entries_get: {
        parameters: {
            query: {
                cursor?: number;
                first_day: string;
                last_day: string;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EntryList"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Fields do not fit */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
        };
    };
    report_api_ledger_reports__by__get: {
        parameters: {
            query: {
                first_day: string;
                format?: components["schemas"]["Format"];
                last_day: string;
            };
            header?: never;
            path: {
                by: components["schemas"]["By"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Report"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Fields do not fit */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
        };
    };
    verification_api_ledger_verification_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChainState"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Fields do not fit */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
        };
    };
    lessons_of_day_api_lessons_get: {
        parameters: {
            query?: {
                cursor?: string | null;
                day?: string | null;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LessonList"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Fields do not fit */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
        };
    };
    one_lesson_api_lessons__lesson_id__get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                lesson_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LessonOut"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    end_api_lessons__lesson_id__end_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                lesson_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LessonOut"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not now */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    interaction_api_lessons__lesson_id__interaction_get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                lesson_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InteractionOut"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    word_api_lessons__lesson_id__interaction_classes__room_id__word_put: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                lesson_id: string;
                room_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CallIn"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InteractionOut"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not found; Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description The lesson is not on air; Not now */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Fields do not fit */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
        };
    };
    hand_api_lessons__lesson_id__interaction_hand_put: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                lesson_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["HandIn"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InteractionOut"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not found; Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description The lesson is not on air; Not now */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Fields do not fit */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
        };
    };
    head_count_api_lessons__lesson_id__interaction_head_count_put: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                lesson_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["HeadCountIn"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InteractionOut"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not found; Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description The lesson is not on air; Not now */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Fields do not fit */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
        };
    };
    ask_help_api_lessons__lesson_id__interaction_help_put: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                lesson_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["HelpIn"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InteractionOut"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not found; Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description The lesson is not on air; Not now */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Fields do not fit */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
        };
    };
    message_api_lessons__lesson_id__interaction_messages_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                lesson_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MessageIn"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InteractionOut"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not found; Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description The lesson is not on air; Not now */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Fields do not fit */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
        };
    };
    open_poll_api_lessons__lesson_id__interaction_polls_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                lesson_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PollIn"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InteractionOut"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not found; Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description The lesson is not on air; Not now */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Fields do not fit */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
        };
    };
    answer_api_lessons__lesson_id__interaction_polls__number__answer_put: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                lesson_id: string;
                number: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AnswerIn"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InteractionOut"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not found; Not found; Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description The lesson is not on air; Not now */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Fields do not fit */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
        };
    };
    close_poll_api_lessons__lesson_id__interaction_polls__number__close_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                lesson_id: string;
                number: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InteractionOut"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not found; Not found; Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description The lesson is not on air; Not now */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Fields do not fit */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
        };
    };
    media_token_api_lessons__lesson_id__media_tokens_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                lesson_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TokenRequest"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MediaTokenOut"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description The lesson is not open; This class does not have the word; Taken over by another device */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Fields do not fit */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
        };
    };
    receivers_api_lessons__lesson_id__receivers_get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                lesson_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReceiverList"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    start_api_lessons__lesson_id__start_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                lesson_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LessonOut"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not now; Not now */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    library_choices_api_library_choices_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LibraryChoices"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
        };
    };
    stored_object_api_objects__key__get: {
        parameters: {
            query?: {
                by?: string;
                until?: number;
            };
            header?: never;
            path: {
                key: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description The address has ended */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Range not satisfiable */
            416: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
            /** @description Unavailable for a moment */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
        };
    };
    list_alliances_api_organisation_alliances_get: {
        parameters: {
            query?: {
                city_id?: string | null;
                cursor?: string | null;
                district_id?: string | null;
                limit?: number;
                q?: string;
                school_id?: string | null;
                subject_id?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_AllianceOut_"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Fields do not fit */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
        };
    };
    create_alliances_api_organisation_alliances_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AllianceIn"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AllianceOut"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not now */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Fields do not fit */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
        };
    };
    read_alliances_api_organisation_alliances__row_id__get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                row_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AllianceOut"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Fields do not fit */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
        };
    };
    replace_alliances_api_organisation_alliances__row_id__put: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                row_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AllianceIn"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AllianceOut"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not now */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Fields do not fit */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
        };
    };
    remove_alliances_api_organisation_alliances__row_id__delete: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                row_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not now */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    list_bells_api_organisation_bells_get: {
        parameters: {
            query?: {
                city_id?: string | null;
                cursor?: string | null;
                district_id?: string | null;
                limit?: number;
                q?: string;
                school_id?: string | null;
                subject_id?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_BellsOut_"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Fields do not fit */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
        };
    };
    create_bells_api_organisation_bells_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["BellsIn"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BellsOut"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not now */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Fields do not fit */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
        };
    };
    read_bells_api_organisation_bells__row_id__get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                row_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BellsOut"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Fields do not fit */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
        };
    };
    replace_bells_api_organisation_bells__row_id__put: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                row_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["BellsIn"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BellsOut"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not now */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Fields do not fit */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
        };
    };
    remove_bells_api_organisation_bells__row_id__delete: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                row_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not now */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    list_calendar_api_organisation_calendar_get: {
        parameters: {
            query?: {
                city_id?: string | null;
                cursor?: string | null;
                district_id?: string | null;
                limit?: number;
                q?: string;
                school_id?: string | null;
                subject_id?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_CalendarOut_"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Fields do not fit */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
        };
    };
    create_calendar_api_organisation_calendar_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CalendarIn"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CalendarOut"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not now */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Fields do not fit */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
        };
    };
    read_calendar_api_organisation_calendar__row_id__get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                row_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CalendarOut"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Fields do not fit */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
        };
    };
    replace_calendar_api_organisation_calendar__row_id__put: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                row_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CalendarIn"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CalendarOut"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not now */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Fields do not fit */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
        };
    };
    remove_calendar_api_organisation_calendar__row_id__delete: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                row_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not now */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    cities_api_organisation_cities_get: {
        parameters: {
            query?: {
                cursor?: string | null;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_CityOut_"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Fields do not fit */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
        };
    };
    list_classes_api_organisation_classes_get: {
        parameters: {
            query?: {
                city_id?: string | null;
                cursor?: string | null;
                district_id?: string | null;
                limit?: number;
                q?: string;
                school_id?: string | null;
                subject_id?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_ClassOut_"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Fields do not fit */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
        };
    };
    create_classes_api_organisation_classes_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ClassIn"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ClassOut"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not now */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Fields do not fit */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
        };
    };
    read_classes_api_organisation_classes__row_id__get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                row_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ClassOut"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Fields do not fit */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
        };
    };
    replace_classes_api_organisation_classes__row_id__put: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                row_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ClassIn"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ClassOut"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not now */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Fields do not fit */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
        };
    };
    remove_classes_api_organisation_classes__row_id__delete: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                row_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not now */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    list_districts_api_organisation_districts_get: {
        parameters: {
            query?: {
                city_id?: string | null;
                cursor?: string | null;
                district_id?: string | null;
                limit?: number;
                q?: string;
                school_id?: string | null;
                subject_id?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_DistrictOut_"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Fields do not fit */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
        };
    };
    create_districts_api_organisation_districts_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DistrictIn"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DistrictOut"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not now */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Fields do not fit */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
        };
    };
    read_districts_api_organisation_districts__row_id__get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                row_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DistrictOut"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Fields do not fit */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
        };
    };
    replace_districts_api_organisation_districts__row_id__put: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                row_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DistrictIn"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DistrictOut"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not now */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Fields do not fit */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
        };
    };
    remove_districts_api_organisation_districts__row_id__delete: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                row_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not now */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    export_api_organisation_export_get: {
        parameters: {
            query: {
                city_id: string;
                school_id?: string | null;
                sheet?: components["schemas"]["SheetKey"] | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The file */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": unknown;
                    "text/csv": unknown;
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not now */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Fields do not fit */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
        };
    };
    imports_api_organisation_imports_get: {
        parameters: {
            query: {
                before?: string | null;
                city_id: string;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ImportList"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Fields do not fit */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
        };
    };
    import_file_api_organisation_imports_post: {
        parameters: {
            query: {
                city_id: string;
                dry_run?: boolean;
                name: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/octet-stream": string;
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ImportReport"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not now */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description This file cannot be read; Some rows need correction; nothing was written */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
        };
    };
    undo_api_organisation_imports__row_id__undo_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                row_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ImportRunOut"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not now; Not now; Not now */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    list_rooms_api_organisation_rooms_get: {
        parameters: {
            query?: {
                city_id?: string | null;
                cursor?: string | null;
                district_id?: string | null;
                limit?: number;
                q?: string;
                school_id?: string | null;
                subject_id?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_RoomOut_"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Fields do not fit */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
        };
    };
    create_rooms_api_organisation_rooms_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RoomIn"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RoomOut"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not now */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Fields do not fit */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
        };
    };
    read_rooms_api_organisation_rooms__row_id__get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                row_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RoomOut"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Fields do not fit */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
        };
    };
    replace_rooms_api_organisation_rooms__row_id__put: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                row_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RoomIn"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RoomOut"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not now */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Fields do not fit */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
        };
    };
    remove_rooms_api_organisation_rooms__row_id__delete: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                row_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not now */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    list_schools_api_organisation_schools_get: {
        parameters: {
            query?: {
                city_id?: string | null;
                cursor?: string | null;
                district_id?: string | null;
                limit?: number;
                q?: string;
                school_id?: string | null;
                subject_id?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_SchoolOut_"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Fields do not fit */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
        };
    };
    create_schools_api_organisation_schools_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SchoolIn"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SchoolOut"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not now */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Fields do not fit */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
        };
    };
    read_schools_api_organisation_schools__row_id__get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                row_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SchoolOut"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Fields do not fit */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
        };
    };
    replace_schools_api_organisation_schools__row_id__put: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                row_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SchoolIn"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SchoolOut"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not now */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Fields do not fit */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
        };
    };
    remove_schools_api_organisation_schools__row_id__delete: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                row_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not now */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    days_api_organisation_schools__row_id__days_get: {
        parameters: {
            query: {
                first: string;
                last: string;
            };
            header?: never;
            path: {
                row_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DayList"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Fields do not fit */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
        };
    };
    list_subjects_api_organisation_subjects_get: {
        parameters: {
            query?: {
                city_id?: string | null;
                cursor?: string | null;
                district_id?: string | null;
                limit?: number;
                q?: string;
                school_id?: string | null;
                subject_id?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_SubjectOut_"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Fields do not fit */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
        };
    };
    create_subjects_api_organisation_subjects_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SubjectIn"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SubjectOut"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not now */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Fields do not fit */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
        };
    };
    read_subjects_api_organisation_subjects__row_id__get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                row_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SubjectOut"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Fields do not fit */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
        };
    };
    replace_subjects_api_organisation_subjects__row_id__put: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                row_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SubjectIn"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SubjectOut"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not now */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Fields do not fit */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
        };
    };
    remove_subjects_api_organisation_subjects__row_id__delete: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                row_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not now */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    template_api_organisation_template_get: {
        parameters: {
            query?: {
                sheet?: components["schemas"]["SheetKey"] | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The file */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": unknown;
                    "text/csv": unknown;
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    list_terms_api_organisation_terms_get: {
        parameters: {
            query?: {
                city_id?: string | null;
                cursor?: string | null;
                district_id?: string | null;
                limit?: number;
                q?: string;
                school_id?: string | null;
                subject_id?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_TermOut_"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Fields do not fit */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
        };
    };
    create_terms_api_organisation_terms_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TermIn"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TermOut"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not now */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Fields do not fit */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
        };
    };
    read_terms_api_organisation_terms__row_id__get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                row_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TermOut"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Fields do not fit */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
        };
    };
    replace_terms_api_organisation_terms__row_id__put: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                row_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TermIn"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TermOut"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not now */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Fields do not fit */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
        };
    };
    remove_terms_api_organisation_terms__row_id__delete: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                row_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not now */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    list_textbooks_api_organisation_textbooks_get: {
        parameters: {
            query?: {
                city_id?: string | null;
                cursor?: string | null;
                district_id?: string | null;
                limit?: number;
                q?: string;
                school_id?: string | null;
                subject_id?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_TextbookOut_"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Fields do not fit */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
        };
    };
    create_textbooks_api_organisation_textbooks_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TextbookIn"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TextbookOut"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not now */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Fields do not fit */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
        };
    };
    read_textbooks_api_organisation_textbooks__row_id__get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                row_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TextbookOut"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Fields do not fit */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
        };
    };
    replace_textbooks_api_organisation_textbooks__row_id__put: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                row_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TextbookIn"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TextbookOut"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not now */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Fields do not fit */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
        };
    };
    remove_textbooks_api_organisation_textbooks__row_id__delete: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                row_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not now */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    overview_api_overview_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DayOverview"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
        };
    };
    send_reset_api_password_reset_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Forgetful"];
            };
        };
        responses: {
            /** @description Successful Response */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        [key: string]: boolean;
                    };
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
            /** @description Too many tries */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
        };
    };
    people_api_people_get: {
        parameters: {
            query?: {
                cursor?: string;
                limit?: number;
                q?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PersonList"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Fields do not fit */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
        };
    };
    invite_api_people_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PersonIn"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Invited"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description The user name is taken */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Fields do not fit */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
        };
    };
    one_person_api_people__person_id__get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                person_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PersonOut"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Fields do not fit */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
        };
    };
    change_api_people__person_id__patch: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                person_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PersonChange"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PersonOut"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Fields do not fit */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
        };
    };
    activate_api_people__person_id__activate_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                person_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PersonOut"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not now */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Fields do not fit */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
        };
    };
    issue_code_api_people__person_id__codes_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                person_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CodeRequest"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CodeOut"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not now */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Fields do not fit */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
        };
    };
    deactivate_api_people__person_id__deactivate_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                person_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PersonOut"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not now */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Fields do not fit */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
        };
    };
    set_roles_api_people__person_id__roles_put: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                person_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RolesIn"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PersonOut"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not now */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Fields do not fit */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
        };
    };
    recordings_api_recordings_get: {
        parameters: {
            query?: {
                cursor?: string | null;
                edition?: string;
                grade?: number | null;
                kind?: components["schemas"]["server__models__timetable__Kind"] | null;
                lesson?: string[];
                limit?: number;
                q?: string;
                school?: string | null;
                status?: components["schemas"]["Publication"] | null;
                subject?: string;
                teacher?: string | null;
                to_review?: boolean;
                unit?: number | null;
                week?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RecordingList"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Fields do not fit */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
        };
    };
    recording_api_recordings__lesson_id__get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                lesson_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RecordingOut"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not found; Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    captions_api_recordings__lesson_id__captions_get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                lesson_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CaptionList"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    add_api_recordings__lesson_id__captions_post: {
        parameters: {
            query?: {
                label?: string;
            };
            header?: never;
            path: {
                lesson_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "text/vtt": string;
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CaptionList"];
                };
            };
            /** @description Not WebVTT */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not found; Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not now */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Fields do not fit */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
        };
    };
    text_api_recordings__lesson_id__captions__caption_id__get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                caption_id: string;
                lesson_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not found; Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    remove_api_recordings__lesson_id__captions__caption_id__delete: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                caption_id: string;
                lesson_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not found; Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    chapters_api_recordings__lesson_id__chapters_get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                lesson_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChapterList"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not found; Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    comments_api_recordings__lesson_id__comments_get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                lesson_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CommentList"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    add_api_recordings__lesson_id__comments_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                lesson_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CommentIn"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CommentList"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not found; Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not now */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Fields do not fit */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
        };
    };
    remove_api_recordings__lesson_id__comments__comment_id__delete: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                comment_id: string;
                lesson_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CommentList"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not found; Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    change_api_recordings__lesson_id__comments__comment_id__patch: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                comment_id: string;
                lesson_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CommentChange"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CommentList"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not found; Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Fields do not fit */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
        };
    };
    details_api_recordings__lesson_id__details_get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                lesson_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DetailsOut"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not found; Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    change_api_recordings__lesson_id__details_patch: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                lesson_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DetailsIn"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DetailsOut"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not found; Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Fields do not fit */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
        };
    };
    download_mp4_api_recordings__lesson_id__download_mp4_get: {
        parameters: {
            query?: {
                track?: string[];
            };
            header?: never;
            path: {
                lesson_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not allowed; A second person must agree */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not found; Not found; Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not now */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Range not satisfiable */
            416: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
            /** @description Unavailable for a moment */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
        };
    };
    ask_api_recordings__lesson_id__erasures_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                lesson_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReasonIn"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErasureOut"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not found; Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not now; Not now; Not now */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Fields do not fit */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
        };
    };
    ask_api_recordings__lesson_id__exports_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                lesson_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ExportIn"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExportOut"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Fields do not fit */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
        };
    };
    hold_api_recordings__lesson_id__hold_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                lesson_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReasonIn"];
            };
        };
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not found; Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Fields do not fit */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
        };
    };
    release_api_recordings__lesson_id__hold_delete: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                lesson_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not found; Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Fields do not fit */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
        };
    };
    master_api_recordings__lesson_id__master_m3u8_get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                lesson_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not found; Not found; Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
            /** @description Unavailable for a moment */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
        };
    };
    ask_api_recordings__lesson_id__publication_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                lesson_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AskIn"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DetailsOut"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not found; Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not now */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Fields do not fit */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
        };
    };
    review_api_recordings__lesson_id__review_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                lesson_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReviewIn"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DetailsOut"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not found; Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not now */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Fields do not fit */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
        };
    };
    role_playlist_api_recordings__lesson_id__roles__role___kind__m3u8_get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                kind: components["schemas"]["streaming__contract__Kind"];
                lesson_id: string;
                role: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not found; Not found; Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
            /** @description Unavailable for a moment */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
        };
    };
    role_master_api_recordings__lesson_id__roles__role__master_m3u8_get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                lesson_id: string;
                role: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not found; Not found; Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
            /** @description Unavailable for a moment */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
        };
    };
    gap_api_recordings__lesson_id__roles__track_id__gap_mp4_get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                lesson_id: string;
                track_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    give_points_api_recordings__lesson_id__rubric_put: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                lesson_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RubricIn"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CommentList"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not found; Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not now */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Fields do not fit */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
        };
    };
    gap_api_recordings__lesson_id__tracks__track_id__gap_mp4_get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                lesson_id: string;
                track_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    track_playlist_api_recordings__lesson_id__tracks__track_id__playlist_m3u8_get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                lesson_id: string;
                track_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not found; Not found; Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
            /** @description Unavailable for a moment */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
        };
    };
    retention_api_retention_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RetentionOut"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
        };
    };
    who_am_i_api_session_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Me"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
        };
    };
    sign_in_api_session_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Credentials"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Me"];
                };
            };
            /** @description Sign-in refused */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
            /** @description Too many tries */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
        };
    };
    sign_out_api_session_delete: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    begin_api_session_oidc_get: {
        parameters: {
            query?: {
                next?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            303: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Fields do not fit */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
        };
    };
    callback_api_session_oidc_callback_get: {
        parameters: {
            query?: {
                code?: string | null;
                error?: string | null;
                iss?: string | null;
                state?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            303: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Fields do not fit */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
        };
    };
    end_api_session_oidc_end_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            303: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
        };
    };
    change_password_api_session_password_put: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PasswordChange"];
            };
        };
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Not signed in; Wrong password */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Weak password */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Too many tries */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
        };
    };
    ways_api_session_ways_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SignInWays"];
                };
            };
        };
    };
    of_school_api_timetables_courses_get: {
        parameters: {
            query: {
                school_id: string;
                term_id: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CourseList"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Fields do not fit */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
        };
    };
    create_api_timetables_courses_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CourseIn"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CourseOut"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not found; Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description It clashes */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Fields do not fit */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
        };
    };
    change_api_timetables_courses__row_id__put: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                row_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CourseChange"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CourseOut"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not found; Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description It clashes */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Fields do not fit */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
        };
    };
    remove_api_timetables_courses__row_id__delete: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                row_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    cancel_api_timetables_lessons__lesson_id__cancel_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                lesson_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Because"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LessonOut"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not now; It clashes */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Fields do not fit; Fields do not fit */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
        };
    };
    move_api_timetables_lessons__lesson_id__move_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                lesson_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Moving"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LessonOut"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not now; It clashes */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Fields do not fit; Fields do not fit */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
        };
    };
    substitute_api_timetables_lessons__lesson_id__substitute_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                lesson_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Substituting"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LessonOut"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not now; It clashes */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Fields do not fit; Fields do not fit */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
        };
    };
    take_back_api_timetables_lessons__lesson_id__take_back_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                lesson_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LessonOut"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not now */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Fields do not fit; Fields do not fit */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
        };
    };
    make_up_api_timetables_make_ups_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MakingUp"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LessonOut"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not now */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Fields do not fit; Fields do not fit */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
        };
    };
    missing_api_timetables_missing_get: {
        parameters: {
            query: {
                school_id: string;
                term_id: string;
                until?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MissingList"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Fields do not fit */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
        };
    };
    swap_api_timetables_swaps_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Swapping"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LessonOut"][];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not now; It clashes */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Fields do not fit; Fields do not fit */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
        };
    };
    week_api_timetables_week_get: {
        parameters: {
            query: {
                day?: string | null;
                school_id: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SchoolWeek"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Fields do not fit */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
        };
    };
    check_uplink_api_uplink_checks_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UplinkCheckOut"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Fields do not fit */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Too many tries */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
        };
    };
    webhooks_api_webhooks_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookList"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
        };
    };
    subscribe_api_webhooks_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WebhookIn"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookMade"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Too many webhooks */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Fields do not fit */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
        };
    };
    unsubscribe_api_webhooks__webhook_id__delete: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                webhook_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    deliveries_api_webhooks__webhook_id__deliveries_get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                webhook_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeliveryList"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    replay_api_webhooks__webhook_id__deliveries__delivery_id__replay_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                delivery_id: string;
                webhook_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeliveryOut"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not found; Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    healthz_healthz_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Health"];
                };
            };
        };
    };
    readyz_readyz_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Readiness"];
                };
            };
        };
    };
    receive_whep__lesson_id__post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                lesson_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Bad offer */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Media token refused */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not allowed; Only the sound of this class may be sent */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description No common codec */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description The lesson is not open; This class does not have the word */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Wrong content type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
            /** @description Unavailable for a moment */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
        };
    };
    options_whep__lesson_id__options: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                lesson_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    stop_receiving_whep__lesson_id___session_id__delete: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                lesson_id: string;
                session_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            /** @description Media token refused */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    restart_receiving_whep__lesson_id___session_id__patch: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                lesson_id: string;
                session_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Bad offer */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Media token refused */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Wrong content type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description No trickle ICE */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Precondition required */
            428: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Unavailable for a moment */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
        };
    };
    publish_whip__lesson_id__post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                lesson_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Bad offer */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Media token refused */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not allowed; Only the sound of this class may be sent */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description No common codec */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description The lesson is not open; This class does not have the word */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Wrong content type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
            /** @description Unavailable for a moment */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
        };
    };
    options_whip__lesson_id__options: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                lesson_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    stop_publishing_whip__lesson_id___session_id__delete: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                lesson_id: string;
                session_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            /** @description Media token refused */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    restart_publishing_whip__lesson_id___session_id__patch: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                lesson_id: string;
                session_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Bad offer */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Media token refused */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Wrong content type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description No trickle ICE */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Precondition required */
            428: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Unavailable for a moment */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
        };
    };
}
