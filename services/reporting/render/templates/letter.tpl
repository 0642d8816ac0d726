{{%AUTOESCAPE context="HTML"}}<!DOCTYPE html>
<html lang="{{LANGUAGE}}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{{TITLE}}</title>
<style>
body { font: 17px/1.55 Georgia, "Times New Roman", serif; color: #1a1a1a; background: #fff; max-width: 42rem; margin: 0 auto; padding: 1.5rem 1rem; }
h1 { font-size: 1.5rem; line-height: 1.25; } h2 { font-size: 1.15rem; margin: 1.5rem 0 .3rem; }
ul { padding-left: 1.2rem; } .notice { background: #fff4cc; border: 2px solid #8a6d00; padding: .6rem 1rem; font-weight: 600; }
footer { margin-top: 2rem; color: #444; font-size: .9rem; }
@page { margin: 22mm; }
</style>
</head>
<body>
<main>
<p>{{TO}}</p>
<h1>{{TITLE}}</h1>
{{#NOTICE}}<p class="notice" role="note">{{TEXT}}</p>
{{/NOTICE}}
<p>{{INTRO}}</p>
{{#SECTION}}<h2>{{HEADING}}</h2>
{{#LIST}}<ul>
{{#ITEM}}<li>{{TEXT}}</li>
{{/ITEM}}
</ul>
{{/LIST}}
{{#NONE}}<p>{{TEXT}}</p>
{{/NONE}}
{{/SECTION}}
{{#WITHHELD}}<p>{{TEXT}}</p>
{{/WITHHELD}}
</main>
<footer><p>{{FILES}}</p>
<ul>
{{#FILE}}<li>{{TEXT}}</li>
{{/FILE}}
</ul>
<p>{{FOOT}}</p></footer>
</body>
</html>
