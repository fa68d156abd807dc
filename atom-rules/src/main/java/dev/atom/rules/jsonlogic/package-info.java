/**
 * JsonLogic (jsonlogic.com): rules as JSON with the coercion of JavaScript, in the form that web
 * front ends export. Usable alone; {@link dev.atom.rules.jsonlogic.JsonLogic} is where to start.
 */
package dev.atom.rules.jsonlogic;
