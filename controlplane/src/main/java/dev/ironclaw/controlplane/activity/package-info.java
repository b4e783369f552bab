/// How much happened, hour by hour: counted where it is stored, for whoever looks. Called by the API.
@NullMarked
package dev.ironclaw.controlplane.activity;

import org.jspecify.annotations.NullMarked;
