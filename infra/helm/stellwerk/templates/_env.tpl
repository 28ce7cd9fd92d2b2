{{- define "stellwerk.env" -}}
envFrom:
  - secretRef: { name: {{ .Values.secret }} }
env:
  - { name: STELLWERK_KEY_FILE, value: /run/stellwerk/key }
  - { name: PUBLIC_URL, value: {{ .Values.publicUrl | quote }} }
  - { name: MAIL_FROM, value: {{ .Values.mailFrom | quote }} }
  - { name: PROTECTED_ENDPOINTS, value: {{ .Values.protectedEndpoints | quote }} }
  - { name: EDGE_ID, value: {{ .Values.worker.edgeId | quote }} }
{{- end -}}
{{- define "stellwerk.pod" -}}
securityContext: { runAsNonRoot: true, runAsUser: 1000, fsGroup: 1000, seccompProfile: { type: RuntimeDefault } }
volumes:
  - name: key
    secret: { secretName: {{ .Values.secret }}, items: [{ key: key, path: key }], defaultMode: 0440 }
{{- end -}}
{{- define "stellwerk.container" -}}
imagePullPolicy: {{ .Values.image.pullPolicy }}
securityContext: { allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: { drop: [ALL] } }
volumeMounts: [{ name: key, mountPath: /run/stellwerk, readOnly: true }]
{{- end -}}
