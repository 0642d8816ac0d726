// SPDX-License-Identifier: Apache-2.0
#include "services/web/sign_in/answers.h"

#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"

namespace sos::web {
namespace {

// The words of an answer in one language: a title, what happened and what to do, and the text of
// the link if there is one.
struct AnswerWords {
  absl::string_view title;
  absl::string_view text;
  absl::string_view link;
};

struct AnswerLanguages {
  AnswerWords en;
  AnswerWords es;
};

AnswerLanguages WordsOf(SignInNotice notice) {
  switch (notice) {
    case SignInNotice::kOff:
      return {
          {"Sign-in is not available",
           "This site has no identity provider, so nobody can sign in. Everything that is public "
           "can be read without signing in.",
           "Go to the start page"},
          {"No es posible iniciar sesión",
           "Este sitio no tiene proveedor de identidad, por lo que nadie puede iniciar sesión. "
           "Toda "
           "la información pública se puede leer sin iniciar sesión.",
           "Ir a la página de inicio"}};
    case SignInNotice::kBadReturn:
      return {
          {"The address to return to is not valid",
           "After signing in, you can only return to a page of this site. Open the page that you "
           "want and sign in from there.",
           "Go to the start page"},
          {"La dirección de regreso no es válida",
           "Después de iniciar sesión solo se puede regresar a una página de este sitio. Abra la "
           "página que desea e inicie sesión desde ahí.",
           "Ir a la página de inicio"}};
    case SignInNotice::kProviderUnavailable:
      return {
          {"The identity provider cannot be reached",
           "This site could not complete the sign-in, because the service that checks your account "
           "does not answer as expected. Try again in a few minutes. If it happens again, give the "
           "number below to the people who run this site.",
           "Sign in again"},
          {"No se puede contactar al proveedor de identidad",
           "Este sitio no pudo completar el inicio de sesión porque el servicio que verifica su "
           "cuenta no responde como se espera. Inténtelo de nuevo en unos minutos. Si vuelve a "
           "ocurrir, comunique el número de abajo a quienes administran este sitio.",
           "Iniciar sesión de nuevo"}};
    case SignInNotice::kBusy:
      return {
          {"Too many people are signing in",
           "Too many sign-ins are running at the same time. Try again in a few seconds.",
           "Sign in again"},
          {"Demasiadas personas están iniciando sesión",
           "Hay demasiados inicios de sesión al mismo tiempo. Inténtelo de nuevo en unos segundos.",
           "Iniciar sesión de nuevo"}};
    case SignInNotice::kExpired:
      return {
          {"The sign-in has expired",
           "This browser has no sign-in that is waiting for a response. It took longer than ten "
           "minutes, it was already completed, or the browser does not keep cookies. Sign in "
           "again.",
           "Sign in again"},
          {"El inicio de sesión ha caducado",
           "Este navegador no tiene ningún inicio de sesión en espera de respuesta. Tardó más de "
           "diez minutos, ya se completó, o el navegador no guarda cookies. Inicie sesión de "
           "nuevo.",
           "Iniciar sesión de nuevo"}};
    case SignInNotice::kStateMismatch:
      return {
          {"The response belongs to another sign-in",
           "The response of the identity provider is not for the sign-in that this browser began "
           "last, so it was not used. This happens when you sign in from two tabs, or follow an "
           "old "
           "link. Sign in again.",
           "Sign in again"},
          {"La respuesta corresponde a otro inicio de sesión",
           "La respuesta del proveedor de identidad no corresponde al último inicio de sesión de "
           "este navegador, por lo que no se utilizó. Esto ocurre al iniciar sesión en dos "
           "pestañas "
           "o al seguir un enlace antiguo. Inicie sesión de nuevo.",
           "Iniciar sesión de nuevo"}};
    case SignInNotice::kDenied:
      return {
          {"You are not signed in",
           "The identity provider did not complete the sign-in: it was canceled, or the account "
           "may "
           "not use this site. Everything that is public can be read without signing in.",
           "Sign in again"},
          {"No ha iniciado sesión",
           "El proveedor de identidad no completó el inicio de sesión: se canceló, o la cuenta no "
           "puede usar este sitio. Toda la información pública se puede leer sin iniciar sesión.",
           "Iniciar sesión de nuevo"}};
    case SignInNotice::kRejected:
      return {
          {"The sign-in was rejected",
           "What the identity provider sent did not pass the checks of this site, or it was used "
           "before. Sign in again. If it happens again, give the number below to the people who "
           "run "
           "this site.",
           "Sign in again"},
          {"El inicio de sesión fue rechazado",
           "Lo que envió el proveedor de identidad no pasó las verificaciones de este sitio, o ya "
           "se "
           "había utilizado. Inicie sesión de nuevo. Si vuelve a ocurrir, comunique el número de "
           "abajo a quienes administran este sitio.",
           "Iniciar sesión de nuevo"}};
    case SignInNotice::kNoRole:
      return {
          {"Your account has no role on this site",
           "Your account is valid, but it has no role that this site knows, or no district or "
           "county "
           "to go with it. Ask the people who manage accounts at your agency to add it. Everything "
           "that is public can be read without signing in.",
           "Go to the start page"},
          {"Su cuenta no tiene ninguna función en este sitio",
           "Su cuenta es válida, pero no tiene ninguna función que este sitio reconozca, o le "
           "falta "
           "el distrito o condado correspondiente. Pida a quienes administran las cuentas de su "
           "agencia que la agreguen. Toda la información pública se puede leer sin iniciar sesión.",
           "Ir a la página de inicio"}};
    case SignInNotice::kTokenTooLong:
      return {
          {"Your account has too many permissions for a browser",
           "The list of permissions of your account is longer than a browser can keep. Ask the "
           "people who manage accounts at your agency to leave out groups or districts that this "
           "site does not need.",
           "Go to the start page"},
          {"Su cuenta tiene demasiados permisos para un navegador",
           "La lista de permisos de su cuenta es más larga de lo que un navegador puede guardar. "
           "Pida a quienes administran las cuentas de su agencia que omitan los grupos o distritos "
           "que este sitio no necesita.",
           "Ir a la página de inicio"}};
    case SignInNotice::kBadForm:
      return {{"The form is no longer valid",
               "The form was not sent from a current page of this site, so nothing was changed. Go "
               "back, "
               "reload the page, and send the form again.",
               "Go to the start page"},
              {"El formulario ya no es válido",
               "El formulario no se envió desde una página vigente de este sitio, por lo que no se "
               "cambió nada. Regrese, vuelva a cargar la página y envíe el formulario de nuevo.",
               "Ir a la página de inicio"}};
    case SignInNotice::kSignedOut:
      return {{"You are signed out",
               "This browser is signed out of this site. On a shared computer, sign out of the "
               "identity "
               "provider, too, or close the browser.",
               "Sign out of the identity provider"},
              {"Ha cerrado la sesión",
               "Este navegador ha cerrado la sesión en este sitio. En una computadora compartida, "
               "cierre "
               "también la sesión en el proveedor de identidad, o cierre el navegador.",
               "Cerrar la sesión en el proveedor de identidad"}};
  }
  return {};
}

std::string EscapeHtml(absl::string_view text) {
  return absl::StrReplaceAll(
      text, {{"&", "&amp;"}, {"<", "&lt;"}, {">", "&gt;"}, {"\"", "&quot;"}, {"'", "&#39;"}});
}

bool PrefersSpanish(const HttpRequest& request) {
  if (const std::string chosen = request.Argument("lang"); !chosen.empty()) return chosen == "es";
  return absl::StartsWithIgnoreCase(request.Header("accept-language"), "es");
}

}  // namespace

int StatusOf(SignInNotice notice) {
  switch (notice) {
    case SignInNotice::kSignedOut:
      return 200;
    case SignInNotice::kOff:
      return 404;
    case SignInNotice::kProviderUnavailable:
    case SignInNotice::kBusy:
      return 503;
    case SignInNotice::kDenied:
    case SignInNotice::kNoRole:
    case SignInNotice::kBadForm:
      return 403;
    case SignInNotice::kBadReturn:
    case SignInNotice::kExpired:
    case SignInNotice::kStateMismatch:
    case SignInNotice::kRejected:
    case SignInNotice::kTokenTooLong:
      return 400;
  }
  return 400;
}

HttpResponse ShowPlainAnswer(const HttpRequest& request, const SignInAnswer& answer) {
  const bool spanish = PrefersSpanish(request);
  const AnswerLanguages both = WordsOf(answer.notice);
  const AnswerWords& words = spanish ? both.es : both.en;
  const absl::string_view number = spanish ? "Número de la solicitud: " : "Request number: ";
  HttpResponse response;
  response.status = StatusOf(answer.notice);
  if (!absl::StrContains(request.Header("accept"), "text/html")) {
    response.headers.emplace_back("Content-Type", "text/plain; charset=utf-8");
    response.body =
        absl::StrCat(words.title, ". ", words.text, "\n", number, answer.request_id, "\n");
    return response;
  }
  response.headers.emplace_back("Content-Type", "text/html; charset=utf-8");
  const std::string link =
      answer.link.empty()
          ? ""
          : absl::StrCat("<p><a href=\"", EscapeHtml(answer.link), "\">", words.link, "</a></p>\n");
  response.body = absl::StrCat(
      "<!DOCTYPE html>\n<html lang=\"", spanish ? "es" : "en",
      "\">\n<head>\n<meta charset=\"utf-8\">\n"
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>",
      words.title, "</title>\n</head>\n<body>\n<main>\n<h1>", words.title, "</h1>\n<p>", words.text,
      "</p>\n", link, "<p>", number, "<code>", EscapeHtml(answer.request_id),
      "</code></p>\n</main>\n</body>\n</html>\n");
  return response;
}

}  // namespace sos::web
