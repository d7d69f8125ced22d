#!/usr/bin/env bash
# Builds the standard library for wasm32-unknown-unknown, for the active toolchain, from Debian's package `rust-src`:
# for machines where rustup cannot reach its server. Called by `cargo xtask` when `rustup target add` has failed.
#
# Uses the Debian archive that this system already trusts, and leaves apt's lists and dpkg's state as they were.
# RUST_SRC_SUITE names another suite than Debian's backports.
set -euo pipefail

sysroot=$(rustc --print sysroot)
version=$(rustc --version | cut -d' ' -f2)
target=wasm32-unknown-unknown
libs=$sysroot/lib/rustlib/$target/lib
if ls "$libs"/libstd-*.rlib >/dev/null 2>&1; then
  echo "std for $target is present"
  exit 0
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# One apt configuration of our own: the mirror of the system's sources, and one suite.
. /etc/os-release
mirror=$(apt-get indextargets --format '$(REPO_URI)' "Release: $VERSION_CODENAME" "Identifier: Packages" | sed -n 1p)
[ -n "$mirror" ] || { echo "apt has no source for $VERSION_CODENAME" >&2; exit 1; }
mkdir -p "$work"/{lists/partial,cache/archives/partial,parts}
printf 'Types: deb\nURIs: %s\nSuites: %s\nComponents: main\nSigned-By: /usr/share/keyrings/debian-archive-keyring.gpg\n' \
  "$mirror" "${RUST_SRC_SUITE:-trixie-backports}" > "$work/parts/one.sources"
apt=(-o Dir::Etc::sourcelist=/dev/null -o Dir::Etc::sourceparts="$work/parts" -o Dir::Etc::preferencesparts=/dev/null
     -o Dir::State::lists="$work/lists" -o Dir::State::status=/dev/null -o Dir::Cache="$work/cache"
     -o APT::Sandbox::User=root -o Acquire::Languages=none)

# The suite holds several versions side by side; only the one of this compiler fits.
apt-get -qq "${apt[@]}" update
package=$(apt-cache "${apt[@]}" madison rust-src | awk -v v="$version" 'index($3, v "+") == 1 && !n++ { print $3 }')
[ -n "$package" ] || { echo "no rust-src $version in this suite" >&2; exit 1; }
(cd "$work" && apt-get -qq "${apt[@]}" download "rust-src=$package" && dpkg-deb -x rust-src_*.deb x)
mkdir -p "$sysroot/lib/rustlib/src/rust"
cp -r "$work/x/usr/src/rustc-$version/library" "$sysroot/lib/rustlib/src/rust/"

mkdir -p "$work/std/src"
: > "$work/std/src/lib.rs"
printf '[package]\nname="wasm-std"\nversion="0.0.0"\nedition="2024"\n[workspace]\n[profile.release]\ncodegen-units=1\n' > "$work/std/Cargo.toml"
# embed-bitcode: without it a later `lto = "fat"` fails with "Can't find section .llvmbc".
# RUSTC_BOOTSTRAP lets a stable compiler build std; it is set for this one command only.
(cd "$work/std" && env -u RUSTFLAGS RUSTC_BOOTSTRAP=1 CARGO_TARGET_DIR="$work/t" CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS="-Cembed-bitcode=yes" \
  cargo build -q --release -Zbuild-std=core,alloc,std,panic_abort,proc_macro --target "$target")
mkdir -p "$libs"
cp "$work/t/$target/release/deps/"*.rlib "$libs/"
rm -f "$libs"/libwasm_std-*.rlib
