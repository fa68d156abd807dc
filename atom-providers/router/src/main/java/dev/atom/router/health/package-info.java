/**
 * How targets are: {@link dev.atom.router.health.Breaker} keeps calls from those that fail, {@link
 * dev.atom.router.health.TargetHealth} and {@link dev.atom.router.health.HealthChange} tell of it.
 */
package dev.atom.router.health;
