package dev.atom.json;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Tells a model what a record or one of its components means; becomes a schema's description. */
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.RECORD_COMPONENT})
public @interface Described {
  /**
   * Returns the description.
   *
   * @return one or two plain sentences
   */
  String value();
}
