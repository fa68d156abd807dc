package dev.atom.mock.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Starts a server that plays a script before each test and closes it afterwards. The test takes it as
 * a parameter of type {@link dev.atom.mock.ReplayServer}. On a method it goes before the one on the
 * class.
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
@ExtendWith(ReplayServerExtension.class)
public @interface PlaysScript {
  /**
   * The script.
   *
   * @return the resource's name as the test class's {@link Class#getResourceAsStream} takes it
   */
  String value();

  /**
   * Whether a test fails that asks for something else, or not for everything.
   *
   * @return by default false
   */
  boolean finished() default false;

  /**
   * Where the server's time begins, if the test moves it: it takes the clock as a parameter of type
   * {@link dev.atom.mock.VirtualClock}.
   *
   * @return such as {@code "2026-01-01T08:00:00Z"}; by default empty for real time
   */
  String clock() default "";
}
