"""Llave MX, the national sign-in of Mexico, as one more way to prove who one is; never the only one.

Owns the protocol (`protocol`: shapes, `client`: calls, `pkce`), what a city has to configure (`configuration`), and the
tie between an identity of Llave MX and one citizen record (`models`, `linking`). Never asks for a CURP, never joins two
records by itself, keeps neither tokens nor names. Start at `linking`.

The protocol, as public integrations of federal bodies show it (read in November 2026; the Agency's manual is handed out
on registration and is not public):

1. The browser goes to `oauth.xhtml` with `client_id`, `redirect_url` (that name, not OAuth's `redirect_uri`; both are
   sent here, for integrations of either kind exist), `response_type=code`, `state`, and `code_challenge` with
   `code_challenge_method=S256` (RFC 7636). There are no scopes.
2. It comes back with `code` (it holds for about a minute) and `state`, or with `error`.
3. `POST …/oauth/obtenerToken` with a JSON body in camelCase: `grantType`, `code`, `redirectUri`, `clientId`,
   `codeVerifier`. Systems that were registered as "web" instead of "app" have another path (`/ws/rest/oauth` instead of
   `/ws/rest/apps/oauth`), send `clientSecret` as well, and every call carries HTTP Basic with a user and password of
   the web service. The answer: `accessToken`, `refreshToken`, `expiresIn` (seconds, as a number or as text; 900),
   `tokenType`.
4. `GET …/oauth/datosUsuario` with the header `accessToken` (no Bearer): `idUsuario` (the subject; `id` in older
   answers), `login`, `curp`, `nombre`, `primerApellido`, `segundoApellido`, `correo`, `correoVerificado`, `telVigente`,
   `telefonoVerificado`, `fechaNacimiento`, `sexo`, `cuentaBasica`, `cuentaVerificada`, `esExtranjero`, `domicilio` …
   Basic accounts may have no e-mail, and foreigners no CURP. Of all that only subject, CURP, e-mail and whether it was
   verified are read here.
5. `POST …/auth/cerrarSesion` with the header `accessToken` and the body `{}` (without a body: 411) answers
   `{"codeResponse": 101}`. `getRolesUsuarioLogueado` gives roles of officials; nobody's role here comes from there.

Errors are `{"error": …, "error_description" (or "errorDescription"): …}` with status 400 or 401, and with 200 at times;
seen were invalid_grant, invalid_client, invalid_token and redirect_uri_mismatch.

Sources: github.com/aprendemx/Edx-Oauth2 (both kinds), github.com/XxjhonWalkerxX/llavemx_mobile_bridge (app with
PKCE), the Socialite provider LlaveMx and cfcrl/llavemx-tools (web); Lineamientos para la implementación y operación
de la Llave MX (DOF, 6 February 2025). They name three different hosts of production,
so no address is a default here; the test environment is `val-llave.infotec.mx` with `val-api-llave.infotec.mx`.
"""
