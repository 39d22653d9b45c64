package dev.sightline.app;

import java.util.ArrayList;
import java.util.List;

/**
 * One rule that the built archive must keep.
 *
 * @param sentence what is so where the rule is kept
 */
record Check(String sentence, Rule rule) {

  /** Notes what breaks the rule: where it stands, and what. */
  interface Rule {
    void look(Built app, List<String> broken);
  }

  /** What breaks it; empty where it is kept. */
  List<String> broken(Built app) {
    List<String> broken = new ArrayList<>();
    rule.look(app, broken);
    return broken;
  }
}
