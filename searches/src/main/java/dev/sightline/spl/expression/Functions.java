package dev.sightline.spl.expression;

import java.util.Map;
import java.util.TreeMap;

/** All functions of eval and where, by name. */
final class Functions {
  private static final Map<String, Function> ALL = new TreeMap<>();

  static {
    ConditionalFunctions.add(ALL);
    NumberFunctions.add(ALL);
    TextFunctions.add(ALL);
    TimeFunctions.add(ALL);
    MultivalueFunctions.add(ALL);
    JsonFunctions.add(ALL);
  }

  private Functions() {}

  static Map<String, Function> all() {
    return ALL;
  }

  /**
   * A function: how many arguments it takes, and how a call of it is compiled.
   *
   * @param most at most so many arguments, {@link #ANY} for any number
   */
  record Function(int least, int most, Form form) {}

  static final int ANY = Integer.MAX_VALUE;

  /** What a call becomes. */
  sealed interface Form {}

  /** A call that makes a value. */
  @FunctionalInterface
  non-sealed interface ValueForm extends Form {
    Expression compile(Node.Call call, ExpressionCompiler compiler);
  }

  /** A call that is true or false. */
  @FunctionalInterface
  non-sealed interface TruthForm extends Form {
    Condition compile(Node.Call call, ExpressionCompiler compiler);
  }

  static Function value(int least, int most, ValueForm form) {
    return new Function(least, most, form);
  }

  static Function truth(int least, int most, TruthForm form) {
    return new Function(least, most, form);
  }
}
