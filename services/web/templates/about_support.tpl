{{%AUTOESCAPE context="HTML"}}<p class="lead">{{T_ABOUT_SUPPORT_TEXT}}</p>
{{#PROGRAM}}<section aria-labelledby="{{ID}}"><h2 id="{{ID}}">{{NAME}}</h2>
<p>{{TEXT}}</p>
{{#BOOKS}}<details><summary>{{T_ABOUT_RULES}}</summary>
<ul>
{{#BOOK}}<li>{{YEAR}}: <span lang="en">{{TEXT}}</span></li>
{{/BOOK}}
</ul></details>
{{/BOOKS}}
</section>
{{/PROGRAM}}
