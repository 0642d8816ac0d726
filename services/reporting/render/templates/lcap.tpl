{{%AUTOESCAPE context="HTML"}}<!DOCTYPE html>
<html lang="{{LANGUAGE}}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{{NAME}}, {{TITLE}}</title>
<style>
body { font: 16px/1.5 system-ui, sans-serif; color: #1a1a1a; background: #fff; max-width: 72rem; margin: 0 auto; padding: 1rem; }
table { border-collapse: collapse; margin: .5rem 0; width: 100%; } th, td { border: 1px solid #999; padding: .2rem .5rem; text-align: left; vertical-align: top; } th { background: #eee; }
.notice { background: #fff4cc; border: 2px solid #8a6d00; padding: .6rem 1rem; font-weight: 600; }
</style>
</head>
<body>
<h1>{{NAME}}</h1>
<p>{{TITLE}}</p>
{{#NOTICE}}<p class="notice">{{TEXT}}</p>
{{/NOTICE}}
<h2>{{H_metrics}}</h2>
{{#PRIORITY}}<h3>{{HEADING}}</h3>
<table>
<thead><tr><th scope="col">{{T_metric}}</th><th scope="col">{{T_group}}</th><th scope="col">{{T_value}}</th><th scope="col">{{T_unit}}</th><th scope="col">{{T_prior_value}}</th><th scope="col">{{T_color}}</th><th scope="col">{{T_source}}</th></tr></thead>
<tbody>
{{#METRIC}}<tr><th scope="row">{{LABEL}}</th><td>{{GROUP}}</td><td>{{VALUE}}</td><td>{{UNIT}}</td><td>{{PRIOR}}</td><td>{{COLOR}}</td><td>{{SOURCE}}</td></tr>
{{/METRIC}}
</tbody></table>
{{/PRIORITY}}
<h2>{{H_actions}}</h2>
{{#ACTIONS_NONE}}<p>{{NO_ACTIONS}}</p>
{{/ACTIONS_NONE}}
{{#ACTIONS}}<table>
<thead><tr><th scope="col">{{T_description}}</th><th scope="col">{{T_outcome}}</th><th scope="col">{{T_name}}</th><th scope="col">{{T_group}}</th><th scope="col">{{T_indicator}}</th><th scope="col">{{T_status}}</th><th scope="col">{{T_color}}</th></tr></thead>
<tbody>
{{#ACTION}}<tr><th scope="row">{{DESCRIPTION}}</th><td>{{OUTCOME}}</td><td>{{NAME}}</td><td>{{GROUP}}</td><td>{{INDICATOR}}</td><td>{{STATUS}}</td><td>{{COLOR}}</td></tr>
{{/ACTION}}
</tbody></table>
{{/ACTIONS}}
<h2>{{H_reds}}</h2>
{{#REDS_NONE}}<p>{{NO_REDS}}</p>
{{/REDS_NONE}}
{{#REDS}}<table>
<thead><tr><th scope="col">{{T_level}}</th><th scope="col">{{T_name}}</th><th scope="col">{{T_group}}</th><th scope="col">{{T_indicator}}</th><th scope="col">{{T_status}}</th><th scope="col">{{T_color}}</th></tr></thead>
<tbody>
{{#RED}}<tr><th scope="row">{{LEVEL}}</th><td>{{NAME}}</td><td>{{GROUP}}</td><td>{{INDICATOR}}</td><td>{{STATUS}}</td><td>{{COLOR}}</td></tr>
{{/RED}}
</tbody></table>
{{/REDS}}
<h2>{{H_prompts}}</h2>
{{#PROMPT}}<h3>{{HEADING}}</h3>
<ul>
{{#FACT}}<li>{{TEXT}}</li>
{{/FACT}}
</ul>
{{#LEFT}}<p><em>{{TEXT}}</em></p>
{{/LEFT}}
{{/PROMPT}}
<p>{{FOOT}}</p>
</body>
</html>
