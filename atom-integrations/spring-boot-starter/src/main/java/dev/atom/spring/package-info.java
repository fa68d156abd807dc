/**
 * Makes beans of Atom's parts in a Spring Boot application. A part is there when its module is on the
 * class path and its properties are set; a bean of the application's own always wins.
 *
 * <p>Start reading at {@link dev.atom.spring.AtomProperties}, which says what can be set. Every
 * auto-configuration tells which bean it makes and when.
 */
package dev.atom.spring;
