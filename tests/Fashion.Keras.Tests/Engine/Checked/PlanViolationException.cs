namespace Fashion.Keras.Tests.Engine.Checked;

/// <summary>A step did something that it had not declared, or the plan's result depends on something that it must not depend on.</summary>
internal sealed class PlanViolationException(string message) : Exception(message);
