#!/usr/bin/env bash
# Builds every overlay with kustomize and holds what comes of it against the schemas of the API:
# Kubernetes' own, KEDA's and the Prometheus operator's, strictly, so that a misspelt field fails.
# Then the chart, which must render the same objects.
# Needs Python 3 with venv, and Go for kustomize and the CRDs; without Go the files are checked one
# by one, and where Python's venv is missing too, nothing is. Prints what was checked. Tools are kept
# in $XDG_CACHE_HOME/sightline (~/.cache/sightline) for the next time.
set -euo pipefail
cd "$(dirname "$0")"

kubernetes=1.34
kustomize_version=v5.7.1
keda_version=v2.21.0
operator_version=v0.85.0
helm_version=v4.3.2

cache=${XDG_CACHE_HOME:-$HOME/.cache}/sightline/kubernetes
mkdir -p "$cache" target
python=$cache/python-1.34.1/bin/python
kustomize=$cache/kustomize-$kustomize_version/kustomize
crds=$cache/crds-keda-$keda_version-operator-$operator_version

if [ ! -x "$python" ] || ! "$python" -c 'import kubernetes_validate' 2> /dev/null; then
  if ! python3 -m venv "$cache/python-1.34.1" > "$cache/python.log" 2>&1 ||
    ! "$python" -m pip install --quiet --disable-pip-version-check kubernetes-validate==1.34.1 \
      >> "$cache/python.log" 2>&1; then
    echo "The manifests are not checked: Python's venv or kubernetes-validate is not to be had ($cache/python.log)."
    exit 0
  fi
fi

# The folder of a Go module, fetched where it is not there yet.
module() {
  go mod download -json "$1" | sed -n 's/^\t"Dir": "\(.*\)",$/\1/p'
}

have_go=false
if command -v go > /dev/null 2>&1; then
  have_go=true
  if [ ! -x "$kustomize" ]; then
    GOFLAGS='' GOBIN=$(dirname "$kustomize") go install \
      "sigs.k8s.io/kustomize/kustomize/v5@$kustomize_version" > "$cache/kustomize.log" 2>&1 ||
      have_go=false
  fi
  if [ ! -d "$crds" ] && $have_go; then
    rm -rf "$crds.new"
    mkdir "$crds.new"
    if keda=$(module "github.com/kedacore/keda/v2@$keda_version") &&
      operator=$(module "github.com/prometheus-operator/prometheus-operator@$operator_version"); then
      install -m 644 "$keda/config/crd/bases/keda.sh_scaledobjects.yaml" \
        "$keda/config/crd/bases/keda.sh_triggerauthentications.yaml" \
        "$operator/example/prometheus-operator-crd/monitoring.coreos.com_podmonitors.yaml" \
        "$crds.new"
      mv "$crds.new" "$crds"
    else
      have_go=false
    fi
  fi
fi

if ! $have_go; then
  echo "kustomize is not to be had (no Go that builds it): the files are checked one by one, without the CRDs' kinds."
  mapfile -t files < <(find base components overlays -name '*.yaml' ! -name kustomization.yaml)
  exec "$python" validate.py "$kubernetes" - "${files[@]}"
fi

built=()
for overlay in overlays/*/; do
  name=$(basename "$overlay")
  "$kustomize" build "$overlay" > "target/$name.yaml"
  built+=("target/$name.yaml")
done
"$python" validate.py "$kubernetes" "$crds" "${built[@]}"

# The chart: linted, rendered, refused where a value is wrong, and held to the overlays.
helm=$(command -v helm || true)
if [ -z "$helm" ]; then
  helm=$cache/helm-$helm_version/helm
  if [ ! -x "$helm" ] && ! GOFLAGS='' GOBIN=$(dirname "$helm") \
    go install "helm.sh/helm/v4/cmd/helm@$helm_version" > "$cache/helm.log" 2>&1; then
    echo "The chart is not checked: helm is not to be had, and Go does not build it ($cache/helm.log)."
    exit 0
  fi
fi
for overlay in plain eks; do
  "$helm" lint --strict --quiet helm --values "helm/ci/$overlay.yaml"
  "$helm" template sightline helm --namespace sightline --values "helm/ci/$overlay.yaml" \
    --api-versions keda.sh/v1alpha1 > "target/helm-$overlay.yaml"
  "$python" helm/compare.py "target/$overlay.yaml" "target/helm-$overlay.yaml"
done
"$python" validate.py "$kubernetes" "$crds" target/helm-plain.yaml target/helm-eks.yaml
if "$helm" template sightline helm --set-string settings.SIGHTLINE_HEC_TOKEN=secret > /dev/null 2>&1 ||
  "$helm" template sightline helm --set replicas=many > /dev/null 2>&1; then
  echo "The chart takes values that its schema forbids." >&2
  exit 1
fi
