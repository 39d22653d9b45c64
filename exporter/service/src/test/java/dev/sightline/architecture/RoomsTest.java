package dev.sightline.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Who may import whom, and which room alone knows which library. */
class RoomsTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_JARS)
          .withImportOption(location -> !location.contains("/stand/"))
          .withImportOption(location -> !location.contains("/searches/"))
          .withImportOption(location -> !location.contains("/lookups/"))
          .importPackages("dev.sightline");

  /** A room, and the rooms that it may import. */
  private static final Map<String, Set<String>> ROOMS =
      Map.ofEntries(
          Map.entry("configuration", Set.of()),
          Map.entry("telemetry", Set.of()),
          Map.entry("schedule", Set.of()),
          Map.entry("permission", Set.of("configuration")),
          Map.entry("family", Set.of("configuration")),
          Map.entry("cloudtrail", Set.of()),
          Map.entry("lines", Set.of()),
          Map.entry("eventbridge", Set.of()),
          Map.entry("flowlog", Set.of("lines")),
          Map.entry("servicelog", Set.of("family", "lines", "cloudtrail")),
          Map.entry("guardduty", Set.of("lines", "configuration", "permission")),
          Map.entry("resolver", Set.of("lines")),
          Map.entry("hec", Set.of("configuration")),
          Map.entry("object", Set.of("configuration", "permission", "family")),
          Map.entry("container", Set.of("object")),
          Map.entry("wrapping", Set.of("lines")),
          Map.entry("notification", Set.of("object", "configuration", "permission")),
          Map.entry("route", Set.of("configuration", "cloudtrail", "family", "yaml")),
          Map.entry("reduction", Set.of("cloudtrail", "route", "sight")),
          Map.entry(
              "saving",
              Set.of(
                  "cloudtrail",
                  "family",
                  "hunt",
                  "object",
                  "reduction",
                  "replay",
                  "route",
                  "sight")),
          Map.entry(
              "envelope",
              Set.of(
                  "cloudtrail",
                  "eventbridge",
                  "family",
                  "flowlog",
                  "guardduty",
                  "resolver",
                  "route",
                  "servicelog",
                  "hec")),
          Map.entry(
              "content",
              Set.of(
                  "cloudtrail",
                  "reduction",
                  "eventbridge",
                  "flowlog",
                  "guardduty",
                  "resolver",
                  "family",
                  "servicelog",
                  "container",
                  "wrapping",
                  "object",
                  "envelope",
                  "route",
                  "hec")),
          Map.entry("batch", Set.of("hec")),
          Map.entry("quarantine", Set.of("object", "configuration", "permission")),
          Map.entry(
              "pipeline",
              Set.of(
                  "notification",
                  "object",
                  "content",
                  "envelope",
                  "guardduty",
                  "batch",
                  "hec",
                  "quarantine",
                  "permission",
                  "redelivery",
                  "reduction",
                  "route",
                  "telemetry")),
          Map.entry("redelivery", Set.of("configuration", "splunk", "telemetry")),
          Map.entry(
              "replay",
              Set.of(
                  "reduction",
                  "object",
                  "content",
                  "envelope",
                  "family",
                  "hec",
                  "pipeline",
                  "route",
                  "telemetry")),
          Map.entry("backfill", Set.of("object", "content", "pipeline")),
          Map.entry(
              "hunt",
              Set.of(
                  "object",
                  "cloudtrail",
                  "eventbridge",
                  "flowlog",
                  "guardduty",
                  "resolver",
                  "content",
                  "replay",
                  "spl",
                  "saved",
                  "catalog",
                  "lookups")),
          Map.entry("splunk", Set.of("configuration", "hec")),
          Map.entry("digest", Set.of("object", "permission")),
          Map.entry(
              "completeness",
              Set.of(
                  "configuration",
                  "splunk",
                  "digest",
                  "guardduty",
                  "object",
                  "content",
                  "envelope",
                  "hec",
                  "backfill")),
          Map.entry(
              "inventory",
              Set.of(
                  "configuration", "telemetry", "schedule", "hec", "batch", "splunk", "lookups")),
          Map.entry(
              "check",
              Set.of("configuration", "notification", "object", "guardduty", "hec", "permission")));

  @Test
  void every_package_is_a_room_of_the_table() {
    Set<String> found =
        CLASSES.stream()
            .map(type -> type.getPackageName().split("\\.", -1)[2])
            .collect(Collectors.toCollection(TreeSet::new));
    Set<String> known = new TreeSet<>(ROOMS.keySet());
    known.add("command");
    assertEquals(known, found);
  }

  @TestFactory
  Stream<DynamicTest> a_room_imports_only_what_it_may() {
    return ROOMS.entrySet().stream()
        .map(room ->
            DynamicTest.dynamicTest(
                room.getKey(),
                () -> {
                  String[] allowed =
                      Stream.concat(Stream.of(room.getKey()), room.getValue().stream())
                          .map(name -> "dev.sightline." + name + "..")
                          .toArray(String[]::new);
                  classes()
                      .that()
                      .resideInAPackage("dev.sightline." + room.getKey() + "..")
                      .should()
                      .onlyDependOnClassesThat(
                          JavaClass.Predicates.resideOutsideOfPackage("dev.sightline..")
                              .or(JavaClass.Predicates.resideInAnyPackage(allowed)))
                      .check(CLASSES);
                }));
  }

  @Test
  void nothing_imports_the_command_line() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.sightline.command..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("dev.sightline.command..")
        .check(CLASSES);
  }

  @Test
  void the_rooms_have_no_cycle() {
    slices().matching("dev.sightline.(*)..").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void sqs_is_known_to_notification_and_quarantine_only() {
    onlyKnownTo("software.amazon.awssdk.services.sqs..", "notification", "quarantine");
  }

  @Test
  void s3_is_known_to_object_and_quarantine_only() {
    onlyKnownTo("software.amazon.awssdk.services.s3..", "object", "quarantine");
  }

  @Test
  void the_api_of_guardduty_is_known_to_guardduty_only() {
    onlyKnownTo("software.amazon.awssdk.services.guardduty..", "guardduty");
  }

  @Test
  void the_api_of_cloudtrail_is_known_to_digest_only() {
    onlyKnownTo("software.amazon.awssdk.services.cloudtrail..", "digest");
  }

  @Test
  void parquet_is_known_to_flowlog_only() {
    onlyKnownTo("dev.hardwood..", "flowlog");
  }

  @Test
  void http_to_splunk_is_known_to_hec_only() {
    onlyKnownTo("org.apache.hc..", "hec");
  }

  @Test
  void steampipe_is_known_to_inventory_only() {
    onlyKnownTo("java.sql..", "inventory");
    onlyKnownTo("org.postgresql..", "inventory");
  }

  @Test
  void the_splunk_sdk_is_known_to_inventory_only() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.sightline.inventory..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("com.splunk..")
        .check(CLASSES);
  }

  @Test
  void micronaut_is_known_to_the_command_line_only() {
    onlyKnownTo("io.micronaut..");
  }

  /** The composition root hands clients to the rooms, and so knows their types. */
  private static void onlyKnownTo(String library, String... rooms) {
    String[] allowed =
        Stream.concat(Stream.of("command"), Arrays.stream(rooms))
            .map(name -> "dev.sightline." + name + "..")
            .toArray(String[]::new);
    noClasses()
        .that()
        .resideOutsideOfPackages(allowed)
        .should()
        .dependOnClassesThat()
        .resideInAPackage(library)
        .check(CLASSES);
  }
}
