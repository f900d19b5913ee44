# Sourced by the other scripts: sets java and javac to those of a JDK 17 or newer.

_no_jdk() {
  echo "Jobward needs a JDK 17 or newer, with javac: $1 Set JAVA_HOME, or put one on the PATH." >&2
  exit 1
}

if [[ -n ${JAVA_HOME:-} ]]; then
  java=$JAVA_HOME/bin/java
  javac=$JAVA_HOME/bin/javac
  [[ -x $java && -x $javac ]] || _no_jdk "JAVA_HOME is $JAVA_HOME, which has none."
else
  java=$(command -v java || true)
  javac=$(command -v javac || true)
  # On macOS both are there without a JDK, and only say so when they are called.
  [[ -n $java && -n $javac ]] || _no_jdk "found none."
fi

# Without starting a JVM where the JDK says what it is, which every common one does.
_jdk_home=$(cd "$(dirname "$(readlink -f "$javac" 2>/dev/null || echo "$javac")")/.." && pwd)
if [[ -r $_jdk_home/release ]]; then
  _version=$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$_jdk_home/release")
else
  _version=$("$javac" -version 2>&1 | sed -n 's/^javac \([0-9]*\).*/\1/p')
fi
[[ ${_version:-0} -ge 17 ]] || _no_jdk "$javac is version ${_version:-unknown}."
