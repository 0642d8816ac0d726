{{%AUTOESCAPE context="HTML"}}{{#LEAD}}<section class="lead" aria-labelledby="lead-title"><h2 class="hidden" id="lead-title">{{T_LEAD_TITLE}}</h2><ul>
{{#SENTENCE}}<li>{{TEXT}}</li>
{{/SENTENCE}}
</ul></section>
{{/LEAD}}
<section aria-labelledby="results-title"><h2 id="results-title">{{T_ALL_STUDENTS_TITLE}}</h2>
<p>{{T_ALL_STUDENTS_TEXT}} <a href="{{COLORS_URL}}">{{T_COLORS_LINK}}</a></p>
{{>CARDS}}
<p><a href="{{REDS_URL}}">{{T_REDS_LINK}}</a></p>
</section>
<p><a href="{{CHANGES_URL}}">{{T_CHANGES_LINK}}</a></p>
{{#STRUGGLING}}<section aria-labelledby="groups-title"><h2 id="groups-title">{{T_STRUGGLING_TITLE}}</h2>
<ul>
{{#GROUP}}<li><strong>{{NAME}}</strong>: {{#RESULT}}<a href="{{URL}}">{{TEXT}}</a>{{#MORE}}, {{/MORE}}{{/RESULT}}</li>
{{/GROUP}}
</ul>
<p><a href="{{URL}}">{{T_GROUPS_LINK}}</a></p></section>
{{/STRUGGLING}}
{{#TARGETS}}<p><a href="{{URL}}">{{T_TARGETS_LINK}}</a></p>
{{/TARGETS}}
{{#LCAP}}<p><a href="{{URL}}">{{T_LCAP_LINK}}</a></p>
{{/LCAP}}
{{#ESTIMATE}}<p><a href="{{URL}}">{{T_ESTIMATE_LINK}}</a></p>
{{/ESTIMATE}}
{{#MEMBERS}}<section aria-labelledby="members-title"><h2 id="members-title">{{HEADING}}</h2>
<ul class="columns">
{{#COUNTY}}<li><a href="{{URL}}">{{TEXT}}</a></li>
{{/COUNTY}}
</ul></section>
{{/MEMBERS}}
