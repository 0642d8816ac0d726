{{%AUTOESCAPE context="HTML"}}<p class="lead">{{TEXT}}</p>
<p><a href="{{URL}}">{{NAME}}</a></p>
