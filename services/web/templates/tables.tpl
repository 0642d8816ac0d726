{{%AUTOESCAPE context="HTML"}}{{#PICK}}<nav class="pills" aria-label="{{LABEL}}"><ul>
{{#ITEM}}<li><a href="{{URL}}"{{#CURRENT}} aria-current="page"{{/CURRENT}}>{{TEXT}}</a></li>
{{/ITEM}}
</ul></nav>
{{/PICK}}
{{#LEAD}}<div class="lead"><ul>
{{#SENTENCE}}<li>{{TEXT}}</li>
{{/SENTENCE}}
</ul></div>
{{/LEAD}}
{{#ACTION}}<p class="screen"><a href="{{URL}}">{{TEXT}}</a></p>
{{/ACTION}}
{{#PICTURE}}<figure class="picture"><a href="{{URL}}"><img src="{{URL}}" alt="{{ALT}}"></a><figcaption>{{TEXT}}</figcaption></figure>
{{/PICTURE}}
{{#SECTION}}<section aria-labelledby="{{ID}}"><h2 id="{{ID}}">{{HEADING}}</h2>
{{#SENTENCE}}<p>{{TEXT}}</p>
{{/SENTENCE}}
{{#NONE}}<p>{{TEXT}}</p>
{{/NONE}}
{{#TABLE}}<table class="rows"><caption>{{CAPTION}}</caption>
<thead><tr>{{#COLUMN}}<th scope="col">{{TEXT}}</th>{{/COLUMN}}</tr></thead>
<tbody>
{{#ROW}}<tr>{{#HEAD}}<th scope="row">{{#LINK}}<a href="{{URL}}">{{TEXT}}</a>{{/LINK}}{{#PLAIN}}{{TEXT}}{{/PLAIN}}{{#ENGLISH}}<span lang="en">{{TEXT}}</span>{{/ENGLISH}}{{#RESULT}}{{>CELL}}{{/RESULT}}</th>{{/HEAD}}{{#CELL_OF_ROW}}<td><span class="label">{{LABEL}}: </span>{{#LINK}}<a href="{{URL}}">{{TEXT}}</a>{{/LINK}}{{#PLAIN}}{{TEXT}}{{/PLAIN}}{{#ENGLISH}}<span lang="en">{{TEXT}}</span>{{/ENGLISH}}{{#RESULT}}{{>CELL}}{{/RESULT}}</td>{{/CELL_OF_ROW}}</tr>
{{/ROW}}
</tbody></table>
{{/TABLE}}
</section>
{{/SECTION}}
{{#FOOT}}<p>{{TEXT}}</p>
{{/FOOT}}
