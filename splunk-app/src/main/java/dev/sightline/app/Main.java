package dev.sightline.app;

import dev.sightline.catalog.Catalog;
import dev.sightline.catalog.CatalogException;
import dev.sightline.lookups.LookupException;
import dev.sightline.lookups.LookupFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The build's step: makes the archive, inspects it, and fails where a rule is broken. */
public final class Main {
  private Main() {}

  /**
   * Makes and inspects.
   *
   * @param arguments the version, the project's folder, and the folder for the archive
   */
  public static void main(String[] arguments) {
    if (arguments.length != 3) {
      System.err.println("usage: VERSION PROJECT TARGET");
      System.exit(2);
    }
    Path project = Path.of(arguments[1]);
    Path target = Path.of(arguments[2]);
    try {
      Catalog catalog = Catalog.load(project.resolve("searches/catalog"));
      Path hand = project.resolve("splunk-app");
      Set<String> starterSet =
          new LinkedHashSet<>(Files.readAllLines(hand.resolve("starter-set.txt")));
      SearchGroups groups =
          SearchGroups.of(catalog, starterSet, Files.readAllLines(hand.resolve("busy-calls.txt")));
      App app =
          App.make(
              arguments[0],
              hand.resolve("app"),
              hand.resolve("pages"),
              catalog,
              LookupFolder.shipped(),
              groups);
      byte[] archive = Archive.of(app);
      Files.createDirectories(target);
      String name = App.ID + "-" + arguments[0];
      Files.write(target.resolve(name + ".tar.gz"), archive);
      Files.write(target.resolve(name + ".spl"), archive);
      Files.write(
          target.resolve(name + "-enterprise-security.conf"),
          EnterpriseSecurity.overlay(catalog).bytes());
      Map<String, List<String>> broken = Inspection.broken(Built.read(archive));
      Inspection.report(broken).forEach(System.err::println);
      System.out.println(
          target.resolve(name + ".tar.gz")
              + ": "
              + app.files().size()
              + " files, "
              + Inspection.CHECKS.size()
              + " rules, "
              + broken.size()
              + " broken");
      groups.table().forEach(System.out::println);
      Cost.table(catalog, groups).forEach(System.out::println);
      if (!broken.isEmpty()) {
        System.exit(1);
      }
    } catch (CatalogException | LookupException | IOException | IllegalArgumentException e) {
      System.err.println("The app cannot be made: " + e.getMessage());
      System.exit(1);
    }
  }
}
