{{%AUTOESCAPE context="HTML"}}<table class="grid">
<caption>{{CAPTION}}</caption>
<thead><tr><th scope="col">{{T_GRID_CORNER}}</th>{{#CHANGE}}<th scope="col">{{TEXT}}</th>{{/CHANGE}}</tr></thead>
<tbody>
{{#ROW}}<tr><th scope="row">{{STATUS}}</th>{{#BOX}}<td class="c-{{CLASS}}{{#HERE}} here{{/HERE}}{{#EMPTY}} empty{{/EMPTY}}"><span class="where">{{STATUS}}, {{CHANGE}}</span><strong>{{COLOR}}</strong>{{#COUNT}}<br>{{TEXT}}{{/COUNT}}{{#HERETEXT}}<br>{{TEXT}}{{/HERETEXT}}{{#MEMBERS}}<ul>{{#MEMBER}}<li>{{#LINK}}<a href="{{URL}}">{{TEXT}}</a>{{/LINK}}</li>{{/MEMBER}}</ul>{{/MEMBERS}}</td>{{/BOX}}</tr>
{{/ROW}}
</tbody></table>
