{{%AUTOESCAPE context="HTML"}}<!DOCTYPE html>
<html lang="{{LANGUAGE}}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{{TITLE}}</title>
<style>
body { font: 16px/1.5 system-ui, sans-serif; color: #1a1a1a; background: #fff; max-width: 60rem; margin: 0 auto; padding: 1rem; }
h1 { font-size: 1.6rem; } h2 { font-size: 1.2rem; margin: 1.6rem 0 .3rem; border-bottom: 1px solid #999; }
ul { padding-left: 1.2rem; } .files { display: flex; flex-wrap: wrap; gap: .3rem 1.2rem; padding: 0; list-style: none; }
.notice { background: #fff4cc; border: 2px solid #8a6d00; padding: .6rem 1rem; font-weight: 600; }
a { color: #1f4f9f; } footer { margin-top: 2rem; color: #444; font-size: .9rem; }
</style>
</head>
<body>
<main>
<h1>{{TITLE}}</h1>
{{#NOTICE}}<p class="notice" role="note">{{TEXT}}</p>
{{/NOTICE}}
{{#SECTION}}<section>
<h2>{{HEADING}}</h2>
{{#STATUS}}<p>{{TEXT}}</p>
{{/STATUS}}
<ul class="files">
{{#FILE}}<li><a href="{{URL}}">{{TEXT}}</a></li>
{{/FILE}}
</ul>
{{#SCHOOL_LIST}}<details><summary>{{SCHOOLS}}</summary>
<ul>
{{#SCHOOL}}<li><a href="{{URL}}">{{TEXT}}</a></li>
{{/SCHOOL}}
</ul></details>
{{/SCHOOL_LIST}}
</section>
{{/SECTION}}
</main>
<footer>{{FOOT}}</footer>
</body>
</html>
