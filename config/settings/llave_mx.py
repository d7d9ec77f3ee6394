"""Llave MX: what the Agencia de Transformación Digital hands out when a city registers its system. Off without it."""

from config import env

LLAVE_MX = {
    "client_id": env.text("LLAVE_MX_CLIENT_ID"),
    "sign_in": env.text("LLAVE_MX_SIGN_IN"),
    "api": env.text("LLAVE_MX_API"),
    "secret": env.text("LLAVE_MX_SECRET"),
    "user": env.text("LLAVE_MX_USER"),
    "password": env.text("LLAVE_MX_PASSWORD"),
    "certificates": env.text("LLAVE_MX_CERTIFICATES"),
}
