{{- define "sightline.labels" -}}
app.kubernetes.io/name: sightline
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
{{- end }}
