package dev.sightline.guardduty;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.protocol.MarshallingType;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.core.traits.MapTrait;
import software.amazon.awssdk.services.guardduty.model.Finding;

/**
 * Turns the PascalCase names of the command line and of many tools into those that GuardDuty
 * writes, by the SDK's own model of a finding. A rule for upper and lower case would not do: it
 * would change the keys of maps, and members that the model does not know.
 */
final class ApiNames {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final List<SdkField<?>> FINDING = Finding.builder().build().sdkFields();

  private ApiNames() {}

  /** The same finding under GuardDuty's names. */
  static ObjectNode finding(ObjectNode pascal) {
    return members(pascal, FINDING);
  }

  private static ObjectNode members(ObjectNode from, List<SdkField<?>> fields) {
    Map<String, SdkField<?>> byName = new HashMap<>();
    fields.forEach(field -> byName.put(field.memberName(), field));
    ObjectNode to = NODES.objectNode();
    for (Map.Entry<String, JsonNode> member : from.properties()) {
      SdkField<?> field = byName.get(member.getKey());
      if (field == null) {
        to.set(member.getKey(), member.getValue());
      } else {
        to.set(field.locationName(), value(member.getValue(), field));
      }
    }
    return to;
  }

  private static JsonNode value(JsonNode value, SdkField<?> field) {
    MarshallingType<?> type = field.marshallingType();
    if (type.equals(MarshallingType.SDK_POJO) && value instanceof ObjectNode object) {
      List<SdkField<?>> fields = fields(field);
      return fields == null ? value : members(object, fields);
    }
    if (type.equals(MarshallingType.LIST) && value instanceof ArrayNode list) {
      SdkField<?> element =
          Objects.requireNonNull(field.getTrait(ListTrait.class)).memberFieldInfo();
      ArrayNode to = NODES.arrayNode(list.size());
      list.forEach(one -> to.add(value(one, element)));
      return to;
    }
    if (type.equals(MarshallingType.MAP) && value instanceof ObjectNode map) {
      SdkField<?> element = Objects.requireNonNull(field.getTrait(MapTrait.class)).valueFieldInfo();
      ObjectNode to = NODES.objectNode();
      map.properties().forEach(entry -> to.set(entry.getKey(), value(entry.getValue(), element)));
      return to;
    }
    return value;
  }

  private static @Nullable List<SdkField<?>> fields(SdkField<?> field) {
    SdkPojo pojo = field.constructor() == null ? null : field.constructor().get();
    return pojo == null ? null : pojo.sdkFields();
  }
}
