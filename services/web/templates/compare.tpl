{{%AUTOESCAPE context="HTML"}}<p>{{T_COMPARE_TEXT}}</p>
<form class="screen" method="get" action="{{ACTION}}">
{{#KEPT}}<input type="hidden" name="{{NAME}}" value="{{VALUE}}">
{{/KEPT}}
{{#WITH}}<p><label class="check"><input type="checkbox" name="with" value="{{CODE}}" checked> {{NAME}}</label></p>
{{/WITH}}
<div class="home-find"><label for="compare-add">{{T_COMPARE_ADD}}</label>
<div class="combo"><input id="compare-add" name="add" type="search" maxlength="100" autocomplete="off"></div>
<button type="submit">{{T_COMPARE_BUTTON}}</button></div>
</form>
{{#PROBLEM}}<p role="alert"><strong>{{TEXT}}</strong></p>
{{/PROBLEM}}
{{#FOUND}}<p>{{T_COMPARE_FOUND}}</p>
<ul class="matches">
{{#MATCH}}<li><a href="{{URL}}">{{NAME}}</a> <span>{{LINE}}</span></li>
{{/MATCH}}
</ul>
{{/FOUND}}
{{>MAP}}
{{#SUPPORT}}<section aria-labelledby="support-title"><h2 id="support-title">{{T_SUPPORT}}</h2>
<ul>
{{#ENTITY}}<li><a href="{{URL}}">{{NAME}}</a>: {{TEXT}}</li>
{{/ENTITY}}
</ul></section>
{{/SUPPORT}}
