#!/usr/bin/env bash
# Builds the site from docs/, the readmes and the XML docs: static files in artifacts/site, which any web server can show.
set -euo pipefail
cd "$(dirname "$0")/.."
stage=artifacts/docfx/pages
address=$(sed -n 's|.*<ProjectAddress>\(.*\)</ProjectAddress>.*|\1|p' src/Directory.Build.props)

dotnet tool restore
dotnet build -c Release -v q tests/Fashion.Keras.PublicApi.Tests

# Pages are staged: what they name that is not on the site (code, scripts, folders) becomes a link into the repository.
rm -rf "$stage" artifacts/site
git ls-files --cached --others --exclude-standard -- '*.md' '*.svg' '*.png' 'docs/toc.yml' eng/site LICENSE | grep -v '^tests/.*\.png$' | while read -r file; do
  mkdir -p "$stage/$(dirname "$file")"
  case "$file" in
    *.md) DIR=$(dirname "$file") ADDRESS=$address perl -pe \
      's{\]\((?!\w+:|#)([^)\s]+)\)}{ my $to = $1; $to =~ /\.(md|svg|png)(#|$)|LICENSE$/ ? "]($to)" : "]($ENV{ADDRESS}/blob/main/$ENV{DIR}/$to)" }ge' \
      "$file" > "$stage/$file" ;;
    *) cp "$file" "$stage/$file" ;;
  esac
done

dotnet docfx "$stage/eng/site/docfx.json" --warningsAsErrors
echo "artifacts/site: $(find artifacts/site -name '*.html' | wc -l) pages; dotnet docfx serve artifacts/site shows them"
