//! Which names promise a secret. The generator goes by the same file, so that types and headers are judged alike.

/// What names a secret wherever it stands in a name, also where the words are run together: `clientsecret`.
const ANYWHERE: [&str; 8] = [
    "authorization",
    "cookie",
    "credential",
    "passphrase",
    "passwd",
    "password",
    "secret",
    "signature",
];

/// What names a secret as a word of its own.
const WORDS: [&str; 12] = [
    "bearer", "csrf", "cvc", "cvv", "dsn", "jwt", "otp", "passcode", "pwd", "sig", "totp", "xsrf",
];

/// What names a secret at the end of a name, the gaps between the words left out. A key is told by what it opens: most others lead to a value.
const ENDINGS: [&str; 31] = [
    "accesskey",
    "accesstoken",
    "accountkey",
    "apikey",
    "apitoken",
    "authcode",
    "authkey",
    "authtoken",
    "backupcode",
    "bearertoken",
    "cardpin",
    "connectionstring",
    "databaseuri",
    "databaseurl",
    "encryptionkey",
    "hmackey",
    "licensekey",
    "masterkey",
    "mfacode",
    "pincode",
    "privatekey",
    "recoverycode",
    "refreshtoken",
    "sessiontoken",
    "sharedkey",
    "signeduri",
    "signedurl",
    "signingkey",
    "sshkey",
    "subscriptionkey",
    "verificationcode",
];

/// Last words which say that the name is about a secret and not of one: `secretId`, `passwordResetUrl`.
const ABOUT: [&str; 26] = [
    "at",
    "consent",
    "count",
    "description",
    "enabled",
    "endpoint",
    "expires",
    "expiry",
    "format",
    "hint",
    "id",
    "ids",
    "kind",
    "label",
    "length",
    "limit",
    "method",
    "name",
    "names",
    "policy",
    "required",
    "status",
    "type",
    "uri",
    "url",
    "usage",
];

/// What goes before a token that only says where the next page begins.
const PAGES: [&str; 6] = ["continuation", "cursor", "next", "page", "previous", "sync"];

/// Whether a member of this name is likely to hold a secret.
pub(crate) fn is_sensitive(name: &str) -> bool {
    let snake = snake(name);
    let name = snake
        .trim_end_matches("_value")
        .trim_end_matches(|last: char| last.is_ascii_digit() || last == '_');
    let squeezed = name.replace('_', "");
    let one = squeezed.strip_suffix('s').unwrap_or(&squeezed);
    if one == "pin" || ENDINGS.iter().any(|ending| one.ends_with(ending)) {
        return true;
    }
    let last = name.rsplit('_').next().unwrap_or_default();
    if last.ends_with("token") {
        return !name
            .split('_')
            .any(|word| PAGES.contains(&word.trim_end_matches("token")));
    }
    if ABOUT.contains(&last) {
        return false;
    }
    last == "auth"
        || name.split('_').any(|word| WORDS.contains(&word))
        || ANYWHERE.iter().any(|secret| squeezed.contains(secret))
}

/// The name in small letters with `_` between its words, whichever way they were set apart: `apiKey`, `API-Key` and `api.key` are `api_key`.
pub(crate) fn snake(name: &str) -> String {
    let mut snake = String::with_capacity(name.len() + 4);
    let mut letters = name.chars().peekable();
    let mut before = '_';
    while let Some(letter) = letters.next() {
        if !letter.is_alphanumeric() {
            before = '_';
            continue;
        }
        let begins = letter.is_uppercase()
            && (before.is_lowercase() || before.is_numeric() || letters.peek().is_some_and(|next| next.is_lowercase()));
        if !snake.is_empty() && (before == '_' || begins) {
            snake.push('_');
        }
        snake.extend(letter.to_lowercase());
        before = letter;
    }
    snake
}
