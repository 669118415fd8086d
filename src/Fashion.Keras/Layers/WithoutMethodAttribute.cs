namespace Fashion.Keras.Layers;

/// <summary>
/// Marks a layer that has no fluent method, because it takes several inputs or stands inside of another one, or a constructor that has
/// none. A method that differs from the constructor is written by hand in <see cref="LayerMethods"/>.
/// </summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Constructor, Inherited = false)]
internal sealed class WithoutMethodAttribute : Attribute;
