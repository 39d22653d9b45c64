package dev.sightline.route;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.sightline.family.Family;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.Yaml;

/** What editors are told of the file of rules is what its reader wants. */
class RulesSchemaTest {
  private static final Path FILE = Path.of("../../docs/rules.schema.json");
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path folder = Path.of("");

  private static boolean isValid(String yaml) throws IOException {
    Schema schema =
        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(Files.readString(FILE), InputFormat.JSON);
    JsonNode tree = JSON.valueToTree(new Yaml().load(yaml));
    return schema.validate(tree).isEmpty();
  }

  private boolean isRead(String yaml) throws IOException {
    Path file = Files.writeString(folder.resolve("rules.yaml"), yaml);
    Path table =
        Files.writeString(
            folder.resolve("accounts.csv"),
            "account_id,environment,owner,ou_path\n111122223333,production,ana,Root/A\n");
    try {
      RulesReader.read(file, Optional.of(table));
      return true;
    } catch (RulesException e) {
      return false;
    }
  }

  @Test
  void it_knows_every_family_and_every_condition() throws IOException {
    JsonNode definitions = JSON.readTree(Files.readString(FILE)).path("$defs");
    Set<String> families = new TreeSet<>();
    definitions.at("/family/anyOf/0/enum").forEach(each -> families.add(each.asText()));
    assertEquals(new TreeSet<>(Arrays.stream(Family.values()).map(Family::id).toList()), families);
    Set<String> conditions = new TreeSet<>();
    definitions.at("/when/properties").fieldNames().forEachRemaining(conditions::add);
    conditions.remove("userIdentity.invokedBy");
    assertEquals(new TreeSet<>(Condition.ids()), conditions);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "default: {index: aws}",
        "default: {index: aws, also: [{index: kept}]}",
        "default: {destination: b}\ndestinations: {b: {url: 'https://b:8088', token-file: /t}}",
        "default: {index: a}\nroutes: [{id: x, when: {family: waf}, to: {index: b}}]",
        "default: {index: a}\nroutes: [{id: x, when: {family: ['*-flow-log']}, to: {source: b}}]",
        "default: {index: a}\nroutes: [{id: x, when: {account: ['0123*']}, to: {index: b}}]",
        "default: {index: a}\nroutes: [{id: x, when: {readOnly: true}, to: {index: b}}]",
        "default: {index: a}\nroutes: [{id: x, when: {errorCode: absent}, to: {index: b}}]",
        "default: {index: a}\nroutes: [{id: x, when: {errorCode: {not: ['']}}, to: {index: b}}]",
        "default: {index: a}\nroutes: [{id: x, when: {userIdentity.type: Root}, to: {index: b}}]",
        "default: {index: a}\nroutes: [{id: x, when: {key: ['**/a/**']}, to: {index: b}}]",
        "default: {index: a}\nroutes: [{id: x, when: {environment: production}, to: {index: b}}]",
        "default: {index: a}\nreductions: [{id: x, when: {eventName: A}, drop: true}]",
        "default: {index: a}\nreductions: [{id: x, when: {eventName: A}, keep-one-in: 7}]",
        "default: {index: a}\nreductions: [{id: x, when: {eventName: A}, trim: [a.b], blinds: [s]}]"
      })
  void what_is_right_is_right_to_both(String yaml) throws IOException {
    assertEquals(true, isRead(yaml), yaml);
    assertEquals(true, isValid(yaml), yaml);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "routes: []",
        "default: {}",
        "default: {index: Aws}",
        "default: {index: a}\nother: 1",
        "default: {index: a}\nroutes: [{when: {family: waf}, to: {index: b}}]",
        "default: {index: a}\nroutes: [{id: default, when: {family: waf}, to: {index: b}}]",
        "default: {index: a}\nroutes: [{id: x, to: {index: b}}]",
        "default: {index: a}\nroutes: [{id: x, when: {}, to: {index: b}}]",
        "default: {index: a}\nroutes: [{id: x, when: {family: waf}}]",
        "default: {index: a}\nroutes: [{id: x, when: {family: wof}, to: {index: b}}]",
        "default: {index: a}\nroutes: [{id: x, when: {name: A}, to: {index: b}}]",
        "default: {index: a}\nroutes: [{id: x, when: {account: ['12']}, to: {index: b}}]",
        "default: {index: a}\nroutes: [{id: x, when: {readOnly: maybe}, to: {index: b}}]",
        "default: {index: a}\nroutes: [{id: x, when: {eventSource: kms}, to: {index: b}}]",
        "default: {index: a}\nroutes: [{id: x, when: {eventCategory: data}, to: {index: b}}]",
        "default: {index: a}\nroutes: [{id: x, when: {key: /a}, to: {index: b}}]",
        "default: {index: a}\nroutes: [{id: x, when: {eventName: []}, to: {index: b}}]",
        "default: {index: a}\nroutes: [{id: x, when: {eventName: {nor: A}}, to: {index: b}}]",
        "default: {index: a}\nreductions: [{id: x, when: {eventName: A}}]",
        "default: {index: a}\nreductions: [{id: x, when: {eventName: A}, drop: false}]",
        "default: {index: a}\nreductions: [{id: x, when: {eventName: A}, drop: true, trim: [a]}]",
        "default: {index: a}\nreductions: [{id: x, when: {eventName: A}, keep-one-in: 1}]",
        "default: {index: a}\nreductions: [{id: x, when: {eventName: A}, trim: ['a b']}]"
      })
  void what_is_wrong_is_wrong_to_both(String yaml) throws IOException {
    assertEquals(false, isRead(yaml), yaml);
    assertEquals(false, isValid(yaml), yaml);
  }
}
