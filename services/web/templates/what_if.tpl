{{%AUTOESCAPE context="HTML"}}<p>{{T_WHAT_IF_TEXT}}</p>
{{#PROBLEM}}<p role="alert"><strong>{{TEXT}}</strong></p>
{{/PROBLEM}}
{{#OUTCOME}}<section class="lead" aria-labelledby="outcome-title"><h2 id="outcome-title">{{T_WHAT_IF_OUTCOME}}</h2>
<table class="rows"><caption>{{T_WHAT_IF_RESULTS}}</caption>
<thead><tr><th scope="col">{{T_RESULT}}</th><th scope="col">{{T_NOW}}</th><th scope="col">{{T_AFTER}}</th></tr></thead>
<tbody>
{{#RESULT}}<tr><th scope="row">{{NAME}}</th><td><span class="label">{{T_NOW}}: </span>{{>BEFORE}}</td><td><span class="label">{{T_AFTER}}: </span>{{>AFTER}}</td></tr>
{{/RESULT}}{{#DECISION}}<tr><th scope="row">{{NAME}}</th><td><span class="label">{{T_NOW}}: </span>{{BEFORE}}</td><td><span class="label">{{T_AFTER}}: </span><strong>{{AFTER}}</strong></td></tr>
{{/DECISION}}
</tbody></table>
{{#SAME}}<p>{{T_WHAT_IF_SAME}}</p>
{{/SAME}}
</section>
{{/OUTCOME}}
<form class="what-if-form" method="get" action="{{ACTION}}" data-sliders>
{{#KEPT}}<input type="hidden" name="{{NAME}}" value="{{VALUE}}">
{{/KEPT}}
{{#CHANGE}}<fieldset class="change-row"><legend>{{NAME}}</legend>
<p>{{>CELL}} {{#SENTENCE}}{{TEXT}}{{/SENTENCE}}</p>
<div class="fields">
{{#FIELD}}<div><label for="{{ID}}">{{LABEL}}</label><input id="{{ID}}" name="{{NAME}}" type="number" min="{{MIN}}" max="{{MAX}}" step="{{STEP}}" value="{{VALUE}}" data-slider="{{SLIDER}}" aria-describedby="{{ID}}-now"><p class="quiet-text" id="{{ID}}-now">{{NOW}}</p></div>
{{/FIELD}}
</div>
<label class="check"><input type="checkbox" name="drop" value="{{KEY}}"> {{T_WHAT_IF_DROP}}</label>
</fieldset>
{{/CHANGE}}
<div class="home-find"><label for="pick">{{T_WHAT_IF_PICK}}</label>
<div class="combo"><select id="pick" name="pick"><option value="">{{T_WHAT_IF_CHOOSE}}</option>
{{#GROUP}}<optgroup label="{{NAME}}">
{{#OPTION}}<option value="{{KEY}}">{{TEXT}}</option>
{{/OPTION}}
</optgroup>
{{/GROUP}}
</select></div></div>
<p class="actions"><button type="submit">{{T_WHAT_IF_BUTTON}}</button> <a href="{{RESET_URL}}">{{T_WHAT_IF_RESET}}</a></p>
</form>
<p>{{T_WHAT_IF_NOTE}}</p>
