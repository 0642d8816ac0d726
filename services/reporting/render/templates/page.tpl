{{%AUTOESCAPE context="HTML"}}<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{{TITLE}}</title>
<style>
:root { --red: #b3261e; --orange: #f08a24; --yellow: #f5d547; --green: #2e7d4f; --blue: #1f5fbf; --none: #ffffff; }
body { font: 16px/1.5 system-ui, sans-serif; color: #1a1a1a; background: #fff; max-width: 72rem; margin: 0 auto; padding: 1.5rem; }
h1 { font-size: 1.7rem; margin: 0 0 .2rem; } h2 { font-size: 1.25rem; margin: 2rem 0 .5rem; border-bottom: 2px solid #1a1a1a; }
.sub { color: #444; margin: 0; } .notice { background: #fff4cc; border: 2px solid #8a6d00; padding: .6rem 1rem; font-weight: 600; }
.card { border-left: .4rem solid #1a1a1a; background: #f4f4f4; padding: .7rem 1rem; }
table { border-collapse: collapse; margin: .5rem 0; } caption { text-align: left; font-weight: 600; padding: .3rem 0; }
th, td { border: 1px solid #999; padding: .25rem .5rem; text-align: left; vertical-align: top; } th { background: #eee; }
td.n { text-align: right; font-variant-numeric: tabular-nums; }
svg { max-width: 100%; height: auto; display: block; } svg text { font-family: system-ui, sans-serif; }
details { margin: .5rem 0; } summary { cursor: pointer; color: #1f4f9f; }
.c-red { fill: var(--red); } .c-orange { fill: var(--orange); } .c-yellow { fill: var(--yellow); } .c-green { fill: var(--green); } .c-blue { fill: var(--blue); } .c-none { fill: var(--none); }
.t-red, .t-green, .t-blue { fill: #fff; } .t-orange, .t-yellow, .t-none { fill: #1a1a1a; }
footer { margin-top: 2.5rem; color: #444; font-size: .9rem; }
@media print { details { display: none; } body { max-width: none; } }
</style>
</head>
<body>
<header>
<h1>{{HEADLINE}}</h1>
<p class="sub">{{SUBTITLE}}</p>
{{#NOTICE}}<p class="notice" role="note">{{TEXT}}</p>
{{/NOTICE}}</header>
<main>
{{>BODY}}</main>
<footer>Data: revision {{REVISION}}. Results of groups under 11 students are masked, together with whatever would give them away.</footer>
</body>
</html>
