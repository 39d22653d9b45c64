package dev.sightline.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every rule is broken once, so that it is known to look. */
class InspectionTest {
  private static final String SEARCHES = "default/savedsearches.conf";
  private static final String ROOT = "Sightline - root_console_login";
  private static final Map<String, Breach> BREACHES = breaches();

  /** Breaks a rule. */
  private interface Breach {
    Built apply(App app) throws IOException;
  }

  @TestFactory
  List<DynamicTest> a_rule_that_is_broken_is_told() {
    return Inspection.CHECKS.stream()
        .map(check ->
            DynamicTest.dynamicTest(
                check.sentence(),
                () -> {
                  Breach breach =
                      Objects.requireNonNull(BREACHES.get(check.sentence()), "nothing breaks it");
                  assertEquals(List.of(), check.broken(Built.read(Archive.of(AppTest.app()))));
                  assertFalse(check.broken(breach.apply(AppTest.app())).isEmpty());
                }))
        .toList();
  }

  @Test
  void every_breach_is_of_a_rule_that_there_is() {
    assertEquals(
        new TreeSet<>(Inspection.CHECKS.stream().map(Check::sentence).toList()),
        new TreeSet<>(BREACHES.keySet()));
  }

  private static Map<String, Breach> breaches() {
    Map<String, Breach> all = new LinkedHashMap<>();
    all.put(
        "One folder, named as the app's id, holds everything.", entry("other/x.txt", 0644, true));
    all.put("No entry is hidden or goes up or begins with ./.", file("default/.hidden", "x"));
    all.put("No name stands in the archive twice.", entry("sightline_aws/README.md", 0644, true));
    all.put("There are files and folders, no links.", entry("sightline_aws/link", 0644, false));
    all.put("Files have the mode 0644, folders 0755.", entry("sightline_aws/x.txt", 0755, true));
    all.put("Nothing local is shipped.", file("local/app.conf", "[ui]\n"));
    all.put("No program is shipped.", file("bin/run.py", "print()"));
    all.put(
        "The id is the same wherever it is written.",
        text("app.manifest", manifest -> manifest.replace("sightline_aws", "sightline")));
    all.put(
        "The version is semantic and the same everywhere.",
        text("app.manifest", manifest -> manifest.replace("1.2.3", "1.2.4")));
    all.put(
        "The label has 5 to 80 characters and is our own.",
        text("default/app.conf", conf -> conf.replace("label = Sightline for AWS", "label = AWS")));
    all.put(
        "The app claims no setup and triggers nothing.",
        append("default/app.conf", "[triggers]\nreload.x = simple"));
    all.put(
        "Only files of settings that an app may ship are there, each of them known.",
        file("default/limits.conf", "[kv]\nmaxchars = 1"));
    all.put(
        "Every key is one that Splunk knows in its file.",
        append(SEARCHES, "[" + ROOT + "]\ndispatch.earliest = 1"));
    all.put("No stanza is called default.", append("default/macros.conf", "[default]\niseval = 0"));
    all.put(
        "No stanza stands twice, no key twice in it.",
        append(SEARCHES, "[" + ROOT + "]\ndisabled = 1"));
    all.put("What is true or false says so.", append("default/macros.conf", "[x]\niseval = yes"));
    all.put(
        "The only file in metadata lets all read, and the administrators write.",
        text("metadata/default.meta", meta -> meta.replace(", sc_admin", "")));
    all.put("Every search says what it is for.", search("description", ""));
    all.put(
        "Every search has a range of time that is not real time.",
        search("dispatch.earliest_time", "rt-5m"));
    all.put(
        "Every schedule is well-formed and runs at most 12 times an hour.",
        search("cron_schedule", "* * * * *"));
    all.put("Every scheduled search ships disabled.", search("disabled", "0"));
    all.put(
        "Every scheduled search goes by the time at which events were indexed, and its runs leave"
            + " no gap.",
        search("dispatch.index_earliest", "-120s@m"));
    all.put(
        "At most 4 hourly or rarer searches begin in the same minute.",
        text(SEARCHES, conf -> conf.replaceAll("cron_schedule = .*", "cron_schedule = 7 * * * *")));
    all.put(
        "No search sends mail, starts a script, or needs Enterprise Security.",
        append(SEARCHES, "[x]\naction.email.to = a@example.com"));
    all.put(
        "Hits leave by the summary index action, which is quiet for a while after a hit.",
        search("action.summary_index", "0"));
    all.put(
        "Each search of a group begins with search, ends with its macros, and says what it stays"
            + " quiet for.",
        text(
            SEARCHES,
            conf ->
                conf.replaceFirst(
                    "\\| eval throttle_key=[^\n]*", "| eval throttle_key=\"always\" ]\\\\")));
    all.put(
        "No search writes events by itself.",
        append(SEARCHES, "[x]\nsearch = a | collect index=b"));
    all.put(
        "Index and sourcetype are named in macros only.",
        append(SEARCHES, "[x]\nsearch = index=main"));
    all.put(
        "Every macro that is called is there, with as many arguments.",
        append(SEARCHES, "[x]\nsearch = `sightline_normalise(\"a, b\", c)`"));
    all.put(
        "No macro calls itself, through whichever others.",
        append("default/macros.conf", "[x]\ndefinition = `y`\n[y]\ndefinition = `x`"));
    all.put(
        "What gives hits ends with its normalise and filter macros.",
        text(
            SEARCHES,
            conf ->
                conf.replace(
                    "| `sightline_root_console_login_filter`",
                    "| `sightline_root_console_login_filter` | head 1")));
    all.put(
        "Every lookup that is used is defined.",
        append(SEARCHES, "[x]\nsearch = a | lookup nobodys b"));
    all.put(
        "Every file that a definition names is there, and every file is named.",
        file("lookups/more.csv", "a,b\n1,2\n"));
    all.put(
        "Every CSV has two columns or more, rows, and all of them equally wide.",
        append("lookups/sightline_sensitive_calls.csv", "one,two"));
    all.put(
        "Every collection that a definition names is there, with its fields.",
        append("default/collections.conf", "[aws_accounts]\nfield.more = string"));
    all.put(
        "Every field of a collection has a type that the KV store knows.",
        append("default/collections.conf", "[x]\nfield.a = text"));
    all.put(
        "Every page is JSON with a title and a description.",
        page(json -> json.replace("\"title\": \"Overview\"", "\"title\": \"\"")));
    all.put(
        "Every panel is of a type that was seen to be drawn.",
        page(json -> json.replace("splunk.column", "splunk.columns")));
    all.put(
        "Every panel has a title, and stands on its page once.",
        page(json -> json.replace("\"item\": \"viz_calls\"", "\"item\": \"viz_refused\"")));
    all.put(
        "No two panels of a page overlap, and none stands out of it.",
        page(json -> json.replace("\"x\": 1000", "\"x\": 900")));
    all.put(
        "Every search of a page is asked for by a panel, and the other way round.",
        page(json -> json.replace("\"primary\": \"root\"", "\"primary\": \"roots\"")));
    all.put(
        "Every search of a page has a query and the page's range of time.",
        page(json -> json.replace("$time.latest$", "now")));
    all.put(
        "Every token is one that an input or a click sets.",
        page(json -> json.replace("userIdentity.type=Root", "userIdentity.type=$kind$")));
    all.put(
        "Every click leads to a page that is there, or to https.",
        page(json -> json.replace("sightline_investigation", "sightline_nowhere")));
    all.put(
        "Views and navigation are well-formed XML and nothing else.",
        file("default/data/ui/views/x.json", "{}"));
    all.put(
        "The navigation leads to views that are there.",
        text(
            "default/data/ui/nav/default.xml",
            nav -> nav.replace("name=\"sightline_triage\"", "name=\"nowhere\"")));
    all.put(
        "The icons are pictures of the sizes that Splunk wants.",
        file("static/appIcon.png", "no picture"));
    all.put(
        "The folder static is flat and holds pictures and texts.", file("static/x.svg", "<svg/>"));
    all.put(
        "Links stay inside Splunk or go by https.",
        file("default/workflow_actions.conf", "[x]\nlink.uri = http://example.com"));
    all.put(
        "No text holds an address, an access key or a password.",
        append("README.md", "from 192.0.2.1"));
    all.put("Every text is UTF-8.", app -> rebuilt(app, "README.md", new byte[] {(byte) 0xff}));
    return all;
  }

  private static Breach search(String key, String value) {
    return text(
        SEARCHES,
        conf -> {
          int stanza = conf.indexOf("[" + ROOT + "]");
          int line = conf.indexOf("\n" + key + " = ", stanza) + 1;
          return conf.substring(0, line)
              + key
              + " = "
              + value
              + conf.substring(conf.indexOf("\n", line));
        });
  }

  private static Breach page(UnaryOperator<String> change) {
    return text("default/data/ui/views/sightline_overview.xml", change);
  }

  private static Breach file(String path, String text) {
    return app -> rebuilt(app, path, text.getBytes(StandardCharsets.UTF_8));
  }

  private static Breach append(String path, String text) {
    return text(path, before -> before + "\n" + text + "\n");
  }

  private static Breach text(String path, UnaryOperator<String> change) {
    return app -> {
      String before = new String(app.files().get(path), StandardCharsets.UTF_8);
      String after = change.apply(before);
      assertTrue(!after.equals(before), "nothing was changed in " + path);
      return rebuilt(app, path, after.getBytes(StandardCharsets.UTF_8));
    };
  }

  private static Breach entry(String name, int mode, boolean file) {
    return app -> {
      Built built = Built.read(Archive.of(app));
      List<Archive.Entry> entries = new ArrayList<>(built.entries());
      entries.add(new Archive.Entry(name, mode, file, false, new byte[0]));
      return new Built(entries, built.files(), built.settings());
    };
  }

  private static Built rebuilt(App app, String path, byte[] bytes) throws IOException {
    Map<String, byte[]> files = new TreeMap<>(app.files());
    files.put(path, bytes);
    return Built.read(Archive.of(new App(app.version(), files)));
  }
}
