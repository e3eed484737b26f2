"""What each address of the accounts answers, by who asks: a new one without a line fails.

Columns: nobody signed in; a person; staff without second factor; staff. A cell is the answer to GET and POST, or
« GET/POST » where they differ. Words beyond those of ``visitors.outcome``: ``site``, ``portal``, ``console`` (home
pages), ``code`` (ask for one by mail), ``address`` and ``password`` (the pages where one writes them).
"""

ANONYMOUS, PERSON, BARE, STAFF = range(4)
PLACES = {
    "public:home": "site",
    "portal:home": "portal",
    "console:today": "console",
    "account_request_login_code": "code",
    "account_email": "address",
    "account_set_password": "password",
}
SHOWN = "open/method"  # a page without a form
ENTRANCE = ("open", "portal", "enrolment", "console")
NO_STAGE = ("login", "portal", "enrolment", "console")  # a step of the login that nobody began
MESSAGE = (SHOWN, SHOWN, "enrolment", SHOWN)
ANSWERS: dict[str, tuple[str, str, str, str]] = {
    "account_login": ENTRANCE,
    "account_request_login_code": ENTRANCE,
    "account_confirm_login_code": ("code", *NO_STAGE[1:]),
    "mfa_login_webauthn": NO_STAGE,  # answers JSON to the script
    "mfa_authenticate": NO_STAGE,
    "account_logout": ("site", "open/site", "open/site", "open/site"),
    "account_signup": ENTRANCE,
    "account_inactive": MESSAGE,
    "account_email_verification_sent": ("login", "address", "enrolment", "address"),
    "account_email": ("login", "open/address", "enrolment", "open/address"),
    "account_change_password": ("login", "password", "enrolment", "password"),  # the visitors have none yet
    "account_set_password": ("login", "open", "enrolment", "open"),
    "account_reset_password": ("open", "open", "open", "open"),
    "account_reset_password_done": MESSAGE,
    "account_reset_password_from_key_done": MESSAGE,
    "account_reset_password_from_key": ("open", "open", "enrolment", "open"),
    "account_reauthenticate": ("login", "forbidden", "forbidden", "proof"),  # without password or factor: no means
    "mfa_reauthenticate": ("login", "forbidden", "enrolment", "open"),
    "mfa_reauthenticate_webauthn": ("login", "forbidden", "enrolment", "proof"),  # staff have TOTP here, no passkey
    "mfa_index": ("login", SHOWN, SHOWN, SHOWN),
    "mfa_activate_totp": ("login", "open", "open", "proof"),
    "mfa_deactivate_totp": ("login", "not found", "enrolment", "proof"),
    "mfa_list_webauthn": ("login", SHOWN, SHOWN, SHOWN),
    "mfa_add_webauthn": ("login", "open", "open", "proof"),
    "mfa_edit_webauthn": ("login", "not found", "enrolment", "proof"),
    "mfa_remove_webauthn": ("login", "not found", "enrolment", "proof"),
    "mfa_view_recovery_codes": ("login", "not found/method", "not found/method", "not found/method"),
    "mfa_generate_recovery_codes": ("login", "open", "enrolment", "proof"),
    "mfa_download_recovery_codes": ("login", "not found", "not found", "not found"),
}
ARGUMENTS = {
    "account_reset_password_from_key": {"uidb36": "1", "key": "nothing"},
    "mfa_edit_webauthn": {"pk": 1},
    "mfa_remove_webauthn": {"pk": 1},
}
OPEN_TO_ALL = [name for name, answers in ANSWERS.items() if answers[ANONYMOUS] in ("open", SHOWN)]
