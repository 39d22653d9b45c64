package dev.sightline.demo;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Puts the objects of a story and announces them, in every form that AWS has, in turn. */
final class Announcer {
  private static final List<NotificationForm> FORMS = List.of(NotificationForm.values());

  private Announcer() {}

  /**
   * Puts and announces every object.
   *
   * @param afterEach told after each message
   * @return how many messages announced objects, by their form
   */
  static Map<NotificationForm, Integer> announce(
      Story story, LocalCloud cloud, long seed, Runnable afterEach) {
    Randomness randomness = new Randomness(seed);
    Map<NotificationForm, Integer> announced = new EnumMap<>(NotificationForm.class);
    List<LogObject> left = story.objects();
    for (int turn = 0; !left.isEmpty(); turn++) {
      NotificationForm form = FORMS.get(turn % FORMS.size());
      int count = Math.min(form.most(), left.size());
      List<StoredObject> stored = new ArrayList<>();
      for (LogObject object : left.subList(0, count)) {
        stored.add(cloud.put(object));
      }
      cloud.send(form.body(stored, randomness));
      announced.merge(form, 1, Integer::sum);
      left = left.subList(count, left.size());
      afterEach.run();
    }
    return announced;
  }
}
