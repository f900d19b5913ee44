# Sourced by other scripts: builds the WAR, and what starts it, if something is missing or older than a source.
# Needs $project; sets $classpath, the file with what the development classes need.

war=$project/target/jobward.war
classpath=$project/target/dev.classpath
sources=$project/target/sources.txt

# Maven leaves in the WAR what was made of a source that is gone.
_sources() {
  (cd "$project" && find pom.xml src -path src/bench -prune -o -type f -print | LC_ALL=C sort)
}

_has_lost_a_source() {
  [[ -f $sources && -n $(LC_ALL=C comm -23 "$sources" <(_sources)) ]]
}

# Missing, older than a source, made of a source that is gone, or a jar of it gone from Maven's repository.
_stale() {
  [[ -f $war && -f $classpath && -f $project/target/server/payara-micro.jar ]] || return 0
  [[ -f $project/target/test-classes/dev/jobward/dev/Run.class ]] || return 0
  [[ -z $(find "$project/pom.xml" "$project/src" -path "$project/src/bench" -prune -o -type f -newer "$war" -print -quit) ]] || return 0
  ! _has_lost_a_source || return 0
  local jar IFS=:
  for jar in $(<"$classpath"); do
    [[ -f $jar ]] || return 0
  done
  return 1
}

if _stale; then
  if [[ -f $war ]]; then
    echo "Building Jobward ..."
  else
    echo "Building Jobward. The first time, Maven downloads some 300 MB; that takes a few minutes ..."
  fi
  if _has_lost_a_source; then
    rm -rf "$project/target/classes" "$project/target/test-classes" "$project/target/jobward"
  fi
  # What is tried out need not be tidy yet; ./mvnw verify asks for that.
  (cd "$project" && ./mvnw -q -DskipTests -Dspotless.check.skip=true -Djavac.warnings=-Xdiags:compact package)
  touch "$war" # Maven leaves it alone when only a test has changed.
fi
# In one go: another script may read it just now.
_sources >"$sources.$$"
mv "$sources.$$" "$sources"

# A folder's name may hold any letter; in the C locale Java could not open it.
[[ ${LC_ALL:-${LC_CTYPE:-${LANG:-}}} == *[Uu][Tt][Ff]* ]] || export LC_ALL=C.UTF-8
