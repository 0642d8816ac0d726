{{%AUTOESCAPE context="HTML"}}<!DOCTYPE html>
<html lang="{{LANGUAGE_CODE}}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>{{TITLE}}</title>
<link rel="icon" href="/assets/icon.svg" type="image/svg+xml">
<link rel="stylesheet" href="{{STYLE_URL}}">
<script type="module" src="{{SCRIPT_URL}}"></script>
{{#ALTERNATE}}<link rel="alternate" hreflang="{{CODE}}" href="{{URL}}">
{{/ALTERNATE}}
</head>
<body>
<a class="skip" href="#content">{{T_SKIP}}</a>
<header class="top">
<div class="top-row wide">
<a class="brand" href="{{HOME_URL}}"><svg class="mark" viewBox="0 0 24 24" aria-hidden="true" focusable="false"><rect x="2" y="13" width="5" height="9"></rect><rect x="9.5" y="8" width="5" height="14"></rect><rect x="17" y="2" width="5" height="20"></rect></svg> {{T_SITE}}</a>
<form class="find" action="/search" method="get" role="search">
{{#KEPT}}<input type="hidden" name="{{NAME}}" value="{{VALUE}}">
{{/KEPT}}
<label class="hidden" for="find-q">{{T_SEARCH_LABEL}}</label>
<div class="combo" data-suggest>
<input id="find-q" name="q" type="search" maxlength="100" autocomplete="off" placeholder="{{T_SEARCH_HINT}}" value="{{QUERY}}">
</div>
<button type="submit">{{T_SEARCH_BUTTON}}</button>
</form>
<nav class="languages" aria-label="{{T_LANGUAGE}}"><ul>
{{#LANGUAGE}}<li>{{#CURRENT}}<span lang="{{CODE}}" aria-current="true">{{NAME}}</span>{{/CURRENT}}{{#OTHER}}<a href="{{URL}}" lang="{{CODE}}" hreflang="{{CODE}}">{{NAME}}</a>{{/OTHER}}</li>
{{/LANGUAGE}}
</ul></nav>
</div>
{{#NOTICE}}<div class="notice"><p class="wide">{{TEXT}}</p></div>
{{/NOTICE}}
</header>
<div class="wide">
{{#CRUMBS}}<nav class="crumbs" aria-label="{{T_BREADCRUMBS}}"><ol>
{{#CRUMB}}<li><a href="{{URL}}">{{TEXT}}</a></li>
{{/CRUMB}}{{#HERE}}<li aria-current="page">{{TEXT}}</li>
{{/HERE}}
</ol></nav>
{{/CRUMBS}}
<main id="content" tabindex="-1">
<h1>{{HEADING}}</h1>
{{#SUBTITLE}}<p class="subtitle">{{TEXT}}</p>
{{/SUBTITLE}}
{{#YEARS}}<nav class="pills years" aria-label="{{T_YEAR_SWITCH}}"><ul>
{{#YEAR}}<li><a href="{{URL}}"{{#CURRENT}} aria-current="page"{{/CURRENT}}>{{TEXT}}</a></li>
{{/YEAR}}
</ul></nav>
{{/YEARS}}
{{#TABS}}<nav class="tabs" aria-label="{{T_VIEWS}}"><ul>
{{#TAB}}<li><a href="{{URL}}"{{#CURRENT}} aria-current="page"{{/CURRENT}}>{{TEXT}}</a></li>
{{/TAB}}
</ul></nav>
{{/TABS}}
{{>BODY}}
</main>
</div>
<footer class="foot"><div class="wide">
{{#SOURCES}}<section aria-labelledby="sources-title"><h2 id="sources-title">{{T_SOURCES_TITLE}}</h2>
<p>{{T_SOURCES_TEXT}}</p>
<details><summary>{{SUMMARY}}</summary>
<ul class="files">
{{#FILE}}<li><span class="code">{{NAME}}</span> {{YEAR_TEXT}}{{#DAY}}, {{TEXT}}{{/DAY}}{{#PARTIAL}} <strong>{{T_PARTIAL}}</strong>{{/PARTIAL}}</li>
{{/FILE}}
</ul></details></section>
{{/SOURCES}}
{{#DOWNLOADS}}<section class="screen" aria-labelledby="files-title"><h2 id="files-title">{{T_DOWNLOADS_TITLE}}</h2>
<ul class="inline">
{{#DOWNLOAD}}<li><a href="{{URL}}" rel="nofollow">{{TEXT}}</a></li>
{{/DOWNLOAD}}
</ul></section>
{{/DOWNLOADS}}
{{#CITE}}<section aria-labelledby="cite-title"><h2 id="cite-title">{{T_CITE_TITLE}}</h2>
<p>{{TEXT}}</p>
<p><a id="cite-link" class="long" href="{{URL}}">{{URL_TEXT}}</a> <button type="button" class="quiet screen" data-copy="cite-link" data-done="{{T_COPIED}}" hidden>{{T_COPY}}</button> <button type="button" class="quiet screen" data-print hidden>{{T_PRINT}}</button></p></section>
{{/CITE}}
<p>{{T_MASK_NOTE}}</p>
<nav class="screen" aria-label="{{T_ABOUT}}"><ul class="inline">
{{#ABOUT}}<li><a href="{{URL}}">{{TEXT}}</a></li>
{{/ABOUT}}
</ul></nav>
</div></footer>
<p class="hidden" role="status" data-status></p>
</body>
</html>
