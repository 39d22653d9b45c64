package dev.sightline.demo;

import dev.sightline.demo.Call.Origin;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;

/** Logs that are allowed and rare: whoever cuts and copies records carelessly loses one here. */
final class OddLogs {
  private static final Account ACCOUNT = Account.SANDBOX;
  private static final Region REGION = Region.FRANKFURT;
  private static final int LARGE_BYTES = 100_000;

  /** Stands where an escape is put, which a writer of JSON would not choose by itself. */
  private static final String PLACE = "to-be-escaped";

  private final Instant time;
  private final Randomness randomness;

  /**
   * @param time of every record
   */
  OddLogs(Instant time, Randomness randomness) {
    this.time = time;
    this.randomness = randomness;
  }

  List<LogObject> objects() {
    return List.of(
        LogObject.of(key(), List.of(unicode(), escapes(), brackets())),
        LogObject.of(key(), List.of(plain(1), large(), plain(2))),
        spacious(),
        LogObject.inTwoMembers(key(), IntStream.range(0, 40).mapToObj(this::plain).toList()),
        LogObject.plain("exports/by-hand.json", List.of(plain(3), plain(4))),
        LogObject.of(
            "exports/2026 + March/Zürich & 100%25 (copy).json.gz", List.of(plain(5), plain(6))),
        LogObject.of(key(), List.of()));
  }

  private StoryRecord plain(int number) {
    return tag("odd-" + number).record(randomness);
  }

  private StoryRecord unicode() {
    return tag("Überweisung · 支払い · платёж · דבר · 🚀👩🏽‍💻 · e\u0301 · \u2028")
        .record(randomness);
  }

  private StoryRecord escapes() {
    return replaced(
        tag(PLACE),
        "\\u00dcber \\/ \\ud83d\\ude80 \\\"quoted\\\" \\\\ \\b\\f\\n\\r\\t \\u0000 \\u001F");
  }

  private StoryRecord brackets() {
    return tag("}]} , {\"Records\":[{\"eventID\":\"no\"}]} \\\" ]").record(randomness);
  }

  private StoryRecord large() {
    StringBuilder policy = new StringBuilder("{\"Statement\":[");
    for (int i = 0; policy.length() < LARGE_BYTES; i++) {
      policy.append("{\"Sid\":\"%04d\",\"Effect\":\"Deny\",\"Action\":\"s3:*\"},".formatted(i));
    }
    return call("s3", "PutBucketPolicy")
        .request("bucketName", "sandbox-data", "bucketPolicy", policy.toString())
        .record(randomness);
  }

  /** White space wherever JSON allows it, as after an editor or {@code jq}. */
  private LogObject spacious() {
    StoryRecord first = spacious(tag("odd-spacious-1"));
    StoryRecord second = spacious(tag("odd-spacious-2"));
    String document =
        "\r\n {\t\"Records\" :\n[ " + first.text() + "\r\n\t,  " + second.text() + " ]\n} \n";
    return new LogObject(
        key(), LogObject.gzip(document.getBytes(StandardCharsets.UTF_8)), List.of(first, second));
  }

  private StoryRecord spacious(Call call) {
    return written(call.json(randomness).toPrettyString().replace("\n", "\r\n\t"));
  }

  private StoryRecord replaced(Call call, String escaped) {
    return written(call.json(randomness).toString().replace(PLACE, escaped));
  }

  private StoryRecord written(String text) {
    return new StoryRecord(Chapter.ODD, ACCOUNT, REGION, time, text);
  }

  private Call tag(String value) {
    return call("ec2", "CreateTags")
        .request(
            "resourcesSet",
            Json.items(Json.object("resourceId", "vol-0" + randomness.hex(16))),
            "tagSet",
            Json.items(Json.object("key", "purpose", "value", value)));
  }

  private Call call(String service, String name) {
    return new Call(
        Chapter.ODD,
        ACCOUNT,
        REGION,
        time,
        new Identity.ConsoleUser(ACCOUNT, "björn", true),
        new Origin("2001:db8:7::a", "Mozilla/5.0 (\"odd\")"),
        service,
        name);
  }

  private String key() {
    return LogObject.key(ACCOUNT, REGION, time, randomness);
  }
}
