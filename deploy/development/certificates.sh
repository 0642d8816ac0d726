#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Makes certificates and keys for trying the suite with TLS and tokens. FOR DEVELOPMENT ONLY: whoever can
# read the directory can be anybody.
#
#   deploy/development/certificates.sh DIRECTORY
#
#   ca.pem                      the authority that signs the rest
#   NAME.pem, NAME-key.pem      of each service, redis and postgres: for the names NAME, localhost and 127.0.0.1
#   jwks.json, token-key.pem    what deploy/development/token.sh signs tokens with
#
# What is there already stays. A certificate holds for 30 days; `rm NAME.pem` and run again for a new one.
set -euo pipefail
directory="${1:?say the directory: deploy/development/certificates.sh DIRECTORY}"
mkdir -p "$directory"
cd "$directory"
umask 077

new_key() { openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out "$1" 2>/dev/null; }

if [ ! -f ca.pem ]; then
  new_key ca-key.pem
  openssl req -x509 -new -key ca-key.pem -days 365 -subj "/CN=sos development authority" -out ca.pem \
    -addext basicConstraints=critical,CA:TRUE -addext keyUsage=critical,keyCertSign,cRLSign
fi

for name in ingestion indicator eligibility reporting web redis postgres; do
  [ -f "$name.pem" ] && continue
  [ -f "$name-key.pem" ] || new_key "$name-key.pem"
  openssl req -new -key "$name-key.pem" -subj "/CN=$name" |
    openssl x509 -req -CA ca.pem -CAkey ca-key.pem -CAcreateserial -days 30 -out "$name.new" 2>/dev/null -extfile <(
      echo "subjectAltName=DNS:$name,DNS:localhost,IP:127.0.0.1"
      echo "extendedKeyUsage=serverAuth,clientAuth")
  mv "$name.new" "$name.pem" # At once, for those who watch it.
done

if [ ! -f token-key.pem ]; then
  openssl genrsa -out token-key.pem 2048 2>/dev/null
  modulus="$(openssl rsa -in token-key.pem -noout -modulus | cut -d= -f2 | sed 's/../\\x&/g')"
  # shellcheck disable=SC2059  # The escapes are what is wanted.
  modulus="$(printf "$modulus" | openssl base64 -A | tr '+/' '-_' | tr -d =)"
  printf '{"keys":[{"kty":"RSA","use":"sig","alg":"RS256","kid":"development","n":"%s","e":"AQAB"}]}\n' \
    "$modulus" >jwks.json
fi
# Containers read these as another user.
chmod 755 .
chmod 644 -- *.pem jwks.json
chmod 600 ca-key.pem token-key.pem
