package dev.sightline.app;

import dev.sightline.catalog.Cron;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Rules about saved searches and macros. */
final class SearchChecks {
  private static final int MOST_MINUTES_SHARED = 4;
  private static final Pattern MACRO =
      Pattern.compile("`([A-Za-z_][A-Za-z0-9_]*)(\\(([^`]*)\\))?`");
  private static final Pattern SOURCE = Pattern.compile("\\b(index|sourcetype)\\s*(=|\\bIN\\b)");
  private static final Pattern WRITES =
      Pattern.compile(
          "\\|\\s*(collect|sendemail|outputcsv|mcollect|meventcollect|script|run|delete)\\b");
  private static final Pattern BRANCH =
      Pattern.compile(
          "\\| appendpipe\\s+\\[ search (?:(?!appendpipe)[\\s\\S])*"
              + "\\| `sightline_(\\w+)_normalise`\\s+\\| `sightline_\\1_filter`\\s+"
              + "\\| eval throttle_key=mvjoin\\(mvappend\\([\\w, ]+\\), \" \"\\) \\]");
  private static final Pattern FORBIDDEN_ACTION =
      Pattern.compile(
          "action\\.(email|script|populate_lookup|notable|risk|correlationsearch)\\b.*");

  static final List<Check> ALL =
      List.of(
          new Check("Every search says what it is for.", SearchChecks::descriptions),
          new Check(
              "Every search has a range of time that is not real time.", SearchChecks::ranges),
          new Check(
              "Every schedule is well-formed and runs at most 12 times an hour.",
              SearchChecks::crons),
          new Check("Every scheduled search ships disabled.", SearchChecks::disabled),
          new Check(
              "Every scheduled search goes by the time at which events were indexed, and its runs"
                  + " leave no gap.",
              SearchChecks::indexTime),
          new Check(
              "At most "
                  + MOST_MINUTES_SHARED
                  + " hourly or rarer searches begin in the same minute.",
              SearchChecks::spread),
          new Check(
              "No search sends mail, starts a script, or needs Enterprise Security.",
              SearchChecks::actions),
          new Check(
              "Hits leave by the summary index action, which is quiet for a while after a hit.",
              SearchChecks::hits),
          new Check(
              "Each search of a group begins with search, ends with its macros, and says what it"
                  + " stays quiet for.",
              SearchChecks::branches),
          new Check("No search writes events by itself.", SearchChecks::writes),
          new Check("Index and sourcetype are named in macros only.", SearchChecks::sources),
          new Check(
              "Every macro that is called is there, with as many arguments.", SearchChecks::macros),
          new Check("No macro calls itself, through whichever others.", SearchChecks::recursion),
          new Check(
              "What gives hits ends with its normalise and filter macros.", SearchChecks::endings));

  private SearchChecks() {}

  private static void descriptions(Built app, List<String> broken) {
    app.stanzas("savedsearches")
        .forEach((name, values) -> {
          if (values.getOrDefault("description", "").isBlank()) {
            broken.add(name);
          }
        });
  }

  private static void ranges(Built app, List<String> broken) {
    app.stanzas("savedsearches")
        .forEach((name, values) -> {
          for (String key : List.of("dispatch.earliest_time", "dispatch.latest_time")) {
            String value = values.getOrDefault(key, "");
            if (value.isEmpty() || value.startsWith("rt")) {
              broken.add(name + ": " + key + " is '" + value + "'");
            }
          }
        });
  }

  private static void crons(Built app, List<String> broken) {
    app.stanzas("savedsearches")
        .forEach((name, values) -> {
          String cron = values.get("cron_schedule");
          if (cron != null && (!Cron.isValid(cron) || Cron.shortestGap(cron) < 5)) {
            broken.add(name + ": " + cron);
          } else if (cron == null && "1".equals(values.get("enableSched"))) {
            broken.add(name + " has no cron_schedule");
          }
        });
  }

  private static void disabled(Built app, List<String> broken) {
    app.stanzas("savedsearches")
        .forEach((name, values) -> {
          if (values.containsKey("cron_schedule") && !"1".equals(values.get("disabled"))) {
            broken.add(name);
          }
        });
  }

  private static void indexTime(Built app, List<String> broken) {
    Pattern seconds = Pattern.compile("-(\\d+)s(@m)?");
    app.stanzas("savedsearches")
        .forEach((name, values) -> {
          String cron = values.get("cron_schedule");
          if (cron == null) {
            return;
          }
          Matcher from = seconds.matcher(values.getOrDefault("dispatch.index_earliest", ""));
          Matcher to = seconds.matcher(values.getOrDefault("dispatch.index_latest", ""));
          if (!from.matches() || !to.matches()) {
            broken.add(name + " has no dispatch.index_earliest and index_latest in seconds");
          } else if (Long.parseLong(from.group(1)) - Long.parseLong(to.group(1))
              < Cron.longestGap(cron) * 60L) {
            broken.add(name + " looks back for less time than lies between two runs");
          }
        });
  }

  /** Of those that are enabled together: the groups, and what is in none. */
  private static void spread(Built app, List<String> broken) {
    Map<String, Map<String, String>> searches = app.stanzas("savedsearches");
    Set<String> members = new HashSet<>();
    searches.forEach((name, values) -> {
      if (isGroup(name)) {
        BRANCH
            .matcher(values.getOrDefault("search", ""))
            .results()
            .forEach(branch -> members.add(SavedSearches.PREFIX + branch.group(1)));
      }
    });
    Map<Integer, Set<String>> byMinute = new HashMap<>();
    searches.forEach((name, values) -> {
      String cron = values.get("cron_schedule");
      if (!members.contains(name)
          && cron != null
          && Cron.isValid(cron)
          && Cron.shortestGap(cron) >= 60) {
        Cron.runs(cron).stream()
            .forEach(minute -> byMinute.computeIfAbsent(minute, _ -> new HashSet<>()).add(name));
      }
    });
    byMinute.forEach((minute, names) -> {
      if (names.size() > MOST_MINUTES_SHARED) {
        broken.add("minute " + minute % 60 + ": " + names);
      }
    });
  }

  private static void actions(Built app, List<String> broken) {
    for (Conf.Setting setting : app.conf("savedsearches")) {
      if (FORBIDDEN_ACTION.matcher(setting.key()).matches()) {
        broken.add("savedsearches.conf line " + setting.line() + ": " + setting.key());
      }
    }
  }

  private static void hits(Built app, List<String> broken) {
    app.stanzas("savedsearches")
        .forEach((name, values) -> {
          boolean alerts =
              values.containsKey("cron_schedule")
                  && (isGroup(name) || endsWithMacros(name, values));
          if (alerts
              && !("1".equals(values.get("action.summary_index"))
                  && "summary".equals(values.get("action.summary_index._name"))
                  && values.containsKey("alert.suppress.fields")
                  && values.containsKey("alert.suppress.period"))) {
            broken.add(name);
          }
        });
  }

  private static boolean isGroup(String name) {
    return name.startsWith(SavedSearches.PREFIX + SearchGroups.GROUP);
  }

  private static void branches(Built app, List<String> broken) {
    app.stanzas("savedsearches")
        .forEach((name, values) -> {
          String search = values.getOrDefault("search", "");
          long branches = search.lines().filter(line -> line.startsWith("| appendpipe")).count();
          if (isGroup(name)
              && (branches == 0 || branches != BRANCH.matcher(search).results().count())) {
            broken.add(name);
          }
        });
  }

  private static void writes(Built app, List<String> broken) {
    app.stanzas("savedsearches")
        .forEach((name, values) -> {
          Matcher found = WRITES.matcher(values.getOrDefault("search", ""));
          if (found.find()) {
            broken.add(name + " calls " + found.group(1));
          }
        });
  }

  private static void sources(Built app, List<String> broken) {
    app.stanzas("savedsearches")
        .forEach((name, values) -> {
          Matcher found = SOURCE.matcher(values.getOrDefault("search", ""));
          if (found.find()) {
            broken.add(name + " names " + found.group());
          }
        });
  }

  private static void macros(Built app, List<String> broken) {
    Set<String> known = app.stanzas("macros").keySet();
    texts(app)
        .forEach((where, text) -> {
          Matcher call = MACRO.matcher(text);
          while (call.find()) {
            if (!known.contains(key(call))) {
              broken.add(where + " calls " + key(call));
            }
          }
        });
    app.stanzas("macros")
        .forEach((name, values) -> {
          if (values.getOrDefault("definition", "").isBlank()) {
            broken.add(name + " has no definition");
          }
        });
  }

  private static void recursion(Built app, List<String> broken) {
    Map<String, Map<String, String>> macros = app.stanzas("macros");
    for (String start : macros.keySet()) {
      Set<String> reached = new HashSet<>();
      reach(start, macros, reached);
      if (reached.contains(start)) {
        broken.add(start);
      }
    }
  }

  private static void reach(
      String macro, Map<String, Map<String, String>> macros, Set<String> reached) {
    Matcher call =
        MACRO.matcher(macros.getOrDefault(macro, Map.of()).getOrDefault("definition", ""));
    while (call.find()) {
      if (reached.add(key(call))) {
        reach(key(call), macros, reached);
      }
    }
  }

  private static void endings(Built app, List<String> broken) {
    app.stanzas("savedsearches")
        .forEach((name, values) -> {
          String search = values.getOrDefault("search", "");
          if (search.contains("_normalise`") && !isGroup(name) && !endsWithMacros(name, values)) {
            broken.add(name);
          }
        });
  }

  private static boolean endsWithMacros(String name, Map<String, String> values) {
    String id =
        name.startsWith(SavedSearches.PREFIX)
            ? name.substring(SavedSearches.PREFIX.length())
            : name;
    String[] commands = values.getOrDefault("search", "").strip().split("\\|", -1);
    return commands.length > 2
        && commands[commands.length - 2].strip().equals("`sightline_" + id + "_normalise`")
        && commands[commands.length - 1].strip().equals("`sightline_" + id + "_filter`");
  }

  /** Every text that may call a macro, by where it stands. */
  private static Map<String, String> texts(Built app) {
    Map<String, String> texts = new HashMap<>();
    app.stanzas("savedsearches")
        .forEach((name, values) -> texts.put(name, values.getOrDefault("search", "")));
    app.stanzas("macros")
        .forEach((name, values) ->
            texts.put("the macro " + name, values.getOrDefault("definition", "")));
    app.stanzas("eventtypes")
        .forEach((name, values) ->
            texts.put("the event type " + name, values.getOrDefault("search", "")));
    PageChecks.definitions(app)
        .forEach((page, definition) ->
            definition
                .path("dataSources")
                .properties()
                .forEach(source ->
                    texts.put(
                        "the page " + page + ", " + source.getKey(),
                        source.getValue().at("/options/query").asText())));
    return texts;
  }

  /** As macros.conf names it: with the number of arguments in parentheses. */
  private static String key(Matcher call) {
    String arguments = call.group(3);
    return arguments == null ? call.group(1) : call.group(1) + "(" + count(arguments) + ")";
  }

  /** Arguments are divided by commas that no quotes hold. */
  private static int count(String arguments) {
    int count = 1;
    boolean quoted = false;
    for (int i = 0; i < arguments.length(); i++) {
      char character = arguments.charAt(i);
      if (character == '"' && (i == 0 || arguments.charAt(i - 1) != '\\')) {
        quoted = !quoted;
      } else if (character == ',' && !quoted) {
        count++;
      }
    }
    return count;
  }
}
