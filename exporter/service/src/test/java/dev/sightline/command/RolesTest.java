package dev.sightline.command;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sightline.configuration.Settings;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RolesTest {
  private static Settings settings(Map<String, String> values) {
    return new Settings(name -> Optional.ofNullable(values.get(name)));
  }

  @Test
  void no_role_is_assumed_by_default() {
    Settings settings = settings(Map.of());
    Roles roles = Roles.read(settings);
    assertEquals(new Roles(Map.of(), "sightline"), roles);
    assertEquals(Set.of("sightline.roles", "sightline.role-session-name"), settings.names());
    settings.check();
  }

  @Test
  void a_role_has_a_use_an_arn_and_an_external_id_where_it_wants_one() {
    Settings settings =
        settings(
            Map.of(
                "sightline.roles",
                "logs=arn:aws-cn:iam::111122223333:role/a/b,"
                    + " 444455556666=arn:aws:iam::444455556666:role/c ; external-id=x:y-1"));
    Roles roles = Roles.read(settings);
    settings.check();
    assertEquals(
        Optional.of(new Roles.Role("arn:aws-cn:iam::111122223333:role/a/b", "aws-cn", null)),
        roles.of("logs"));
    assertEquals(
        Optional.of(new Roles.Role("arn:aws:iam::444455556666:role/c", "aws", "x:y-1")),
        roles.of("444455556666"));
    assertEquals(Optional.empty(), roles.of("other"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "logs",
        "=arn:aws:iam::111122223333:role/a",
        "logs=arn:aws:iam::1:role/a",
        "logs=arn:aws:iam::111122223333:user/a",
        "logs=arn:aws:iam::111122223333:role/a;external-id=",
        "logs=arn:aws:iam::111122223333:role/a;externalid=x",
      })
  void anything_else_is_a_problem_and_no_role(String entry) {
    Settings settings = settings(Map.of("sightline.roles", entry));
    assertEquals(Map.of(), Roles.read(settings).byUse());
    assertEquals(1, settings.problems().size());
  }
}
