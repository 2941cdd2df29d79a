"""Words for what can go wrong with keys and ciphers."""

__all__ = ["VAULT_LESSONS"]

VAULT_LESSONS: dict[str, tuple[str, str, str]] = {
    "sm2_missing": (
        "This computer's OpenSSL ({library}) cannot sign with SM2.",
        "SM2 signatures are made by libcrypto of OpenSSL 3, which some systems leave out or build without it.",
        "Install OpenSSL 3 with SM2 (Debian: libssl3), or set MINBEN_SIGNATURE=ed25519.",
    ),
    "cipher_unknown": (
        "There is no cipher “{cipher}”.",
        "Names and numbers are sealed with one of: {known}.",
        "Set MINBEN_FIELD_CIPHER to one of them.",
    ),
    "field_key_unreadable": (
        "The key that seals names and numbers cannot be read.",
        "Each key is 64 hexadecimal digits; several stand with commas between them, the newest first.",
        "Set MINBEN_FIELD_KEY so, or restore keys/fields from its copy. Never make a new one over it.",
    ),
    "field_key_gone": (
        "A name or number is sealed under the key {key}, which is not here.",
        "Without that key nobody can open it.",
        "Put the key back: MINBEN_FIELD_KEY, or keys/fields in the home folder.",
    ),
    "field_spoilt": (
        "A sealed value ({context}) cannot be opened.",
        "It was changed in the database, or moved there from another place.",
        "Restore it from a backup, and find out who wrote to the database.",
    ),
    "field_key_elsewhere": (
        "The keys that seal names and numbers come from MINBEN_FIELD_KEY.",
        "This command changes only keys that lie in the home folder.",
        "Put a new key before the others there, start anew, then run `minben vault rotate --no-new`.",
    ),
    "field_key_needed": (
        "{rows} rows are still sealed under an older key.",
        "Without it nobody could open them any more.",
        "Run `minben vault rotate --no-new` until none is left.",
    ),
}
