namespace Fashion.Keras;

// Arithmetic with a variable: element by element, with broadcasting, as with a tensor.
public sealed partial class Variable
{
    /// <summary>The sum, element by element.</summary>
    /// <param name="left">The left side.</param>
    /// <param name="right">The right side.</param>
    public static SymbolicTensor operator +(Variable left, SymbolicTensor right) => Ops.Add(left, right);

    /// <summary>The sum, element by element.</summary>
    /// <param name="left">The left side.</param>
    /// <param name="right">The right side.</param>
    public static SymbolicTensor operator +(SymbolicTensor left, Variable right) => Ops.Add(left, right);

    /// <summary>The sum, element by element.</summary>
    /// <param name="left">The left side.</param>
    /// <param name="right">The right side.</param>
    public static SymbolicTensor operator +(Variable left, Variable right) => Ops.Add(left, right);

    /// <summary>The difference, element by element.</summary>
    /// <param name="left">The left side.</param>
    /// <param name="right">The right side.</param>
    public static SymbolicTensor operator -(Variable left, SymbolicTensor right) => Ops.Subtract(left, right);

    /// <summary>The difference, element by element.</summary>
    /// <param name="left">The left side.</param>
    /// <param name="right">The right side.</param>
    public static SymbolicTensor operator -(SymbolicTensor left, Variable right) => Ops.Subtract(left, right);

    /// <summary>The difference, element by element.</summary>
    /// <param name="left">The left side.</param>
    /// <param name="right">The right side.</param>
    public static SymbolicTensor operator -(Variable left, Variable right) => Ops.Subtract(left, right);

    /// <summary>The product, element by element.</summary>
    /// <param name="left">The left side.</param>
    /// <param name="right">The right side.</param>
    public static SymbolicTensor operator *(Variable left, SymbolicTensor right) => Ops.Multiply(left, right);

    /// <summary>The product, element by element.</summary>
    /// <param name="left">The left side.</param>
    /// <param name="right">The right side.</param>
    public static SymbolicTensor operator *(SymbolicTensor left, Variable right) => Ops.Multiply(left, right);

    /// <summary>The product, element by element.</summary>
    /// <param name="left">The left side.</param>
    /// <param name="right">The right side.</param>
    public static SymbolicTensor operator *(Variable left, Variable right) => Ops.Multiply(left, right);

    /// <summary>The quotient, element by element.</summary>
    /// <param name="left">The left side.</param>
    /// <param name="right">The right side.</param>
    public static SymbolicTensor operator /(Variable left, SymbolicTensor right) => Ops.Divide(left, right);

    /// <summary>The quotient, element by element.</summary>
    /// <param name="left">The left side.</param>
    /// <param name="right">The right side.</param>
    public static SymbolicTensor operator /(SymbolicTensor left, Variable right) => Ops.Divide(left, right);

    /// <summary>The quotient, element by element.</summary>
    /// <param name="left">The left side.</param>
    /// <param name="right">The right side.</param>
    public static SymbolicTensor operator /(Variable left, Variable right) => Ops.Divide(left, right);

    /// <summary>The negated values.</summary>
    /// <param name="value">The variable.</param>
    public static SymbolicTensor operator -(Variable value) => Ops.Negate(value);
}
