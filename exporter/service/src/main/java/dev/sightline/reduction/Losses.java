package dev.sightline.reduction;

import dev.sightline.route.Condition;
import dev.sightline.route.Reduction;
import dev.sightline.route.Values;
import dev.sightline.sight.Loss;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What rules take away, in the words of searches. */
public final class Losses {
  /** The fields of a record by which searches see what rules ask for. */
  private static final Map<Condition, String> FIELDS =
      new EnumMap<>(
          Map.of(
              Condition.EVENT_SOURCE, "eventSource",
              Condition.EVENT_NAME, "eventName",
              Condition.READ_ONLY, "readOnly",
              Condition.ERROR_CODE, "errorCode",
              Condition.EVENT_CATEGORY, "eventCategory",
              Condition.USER_IDENTITY_TYPE, "userIdentity.type",
              Condition.INVOKED_BY, "userIdentity.invokedBy",
              Condition.ACCOUNT, "recipientAccountId",
              Condition.REGION, "awsRegion"));

  private Losses() {}

  /** What a rule takes. Of a condition that excludes, or that no field shows, nothing is known. */
  public static Loss of(Reduction reduction) {
    Map<String, List<String>> when = new HashMap<>();
    reduction
        .when()
        .conditions()
        .forEach((condition, values) -> {
          String field = FIELDS.get(condition);
          if (field != null && !values.isNegated() && isPlain(condition, values)) {
            when.put(field, values.texts());
          }
        });
    return new Loss(
        when,
        switch (reduction.action()) {
          case Reduction.Action.Drop _, Reduction.Action.KeepOneIn _ -> List.of();
          case Reduction.Action.Trim(List<String> members) -> members;
        });
  }

  /** The account of a record may also stand elsewhere in it, or in the key of its object. */
  private static boolean isPlain(Condition condition, Values values) {
    return condition != Condition.ACCOUNT || values.texts().stream().noneMatch(String::isEmpty);
  }
}
