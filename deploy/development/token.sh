#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Prints a token for trying the suite, signed with what certificates.sh made. In earnest tokens come from an
# identity provider.
#
#   deploy/development/token.sh DIRECTORY ROLE [SCOPE...]
#
#   deploy/development/token.sh certs public
#   deploy/development/token.sh certs lea 19647330000000
#   deploy/development/token.sh certs county 19
#   deploy/development/token.sh certs state
#
# SOS_TOKEN_ISSUER, SOS_TOKEN_AUDIENCE, SOS_TOKEN_SUBJECT, SOS_TOKEN_SECONDS (3600, until it ends) and SOS_TOKEN_AGE
# (0, seconds since it was issued) change the rest.
set -euo pipefail
directory="${1:?say the directory that certificates.sh made}"
role="${2:?say a role: public, lea, county, state or operator}"
shift 2

base64url() { openssl base64 -A | tr '+/' '-_' | tr -d =; }
list() { printf '"%s",' "$@" | sed 's/,$//'; }

scope=""
case "$role" in
  lea) scope=",\"sos_leas\":[$(list "$@")]" ;;
  county) scope=",\"sos_counties\":[$(list "$@")]" ;;
esac
now="$(date +%s)"
header='{"alg":"RS256","typ":"JWT","kid":"development"}'
claims="{\"iss\":\"${SOS_TOKEN_ISSUER:-https://identity.example}\",\"aud\":\"${SOS_TOKEN_AUDIENCE:-sos}\""
claims="$claims,\"sub\":\"${SOS_TOKEN_SUBJECT:-$role}\",\"iat\":$((now - ${SOS_TOKEN_AGE:-0})),\"exp\":$((now + ${SOS_TOKEN_SECONDS:-3600}))"
claims="$claims,\"sos_role\":\"$role\"$scope}"
text="$(printf '%s' "$header" | base64url).$(printf '%s' "$claims" | base64url)"
echo "$text.$(printf '%s' "$text" | openssl dgst -sha256 -sign "$directory/token-key.pem" | base64url)"
