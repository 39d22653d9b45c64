package dev.sightline.spl;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.sightline.spl", "dev.sightline.sight", "dev.sightline.catalog");

  @Test
  void the_rooms_have_no_cycle() {
    slices().matching("dev.sightline.spl.(*)..").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void no_room_knows_the_front_door() {
    noClasses()
        .that()
        .resideInAPackage("dev.sightline.spl.*")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("dev.sightline.spl")
        .check(CLASSES);
  }

  @Test
  void what_searches_see_is_told_without_the_catalog() {
    noClasses()
        .that()
        .resideInAPackage("dev.sightline.sight..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("dev.sightline.catalog..")
        .check(CLASSES);
  }

  @Test
  void the_evaluator_does_not_know_the_catalog() {
    noClasses()
        .that()
        .resideInAPackage("dev.sightline.spl..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("dev.sightline.catalog..")
        .check(CLASSES);
  }
}
