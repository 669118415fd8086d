using Fashion.Keras.Graph;

namespace Fashion.Keras.Engine;

/// <summary>What an instruction of an <see cref="ElementwiseProgram"/> does.</summary>
internal enum InstructionKind { Copy, Unary, Binary, Select }

/// <summary>
/// One operation of an <see cref="ElementwiseProgram"/>. Operands are numbered: first the program's inputs, then its
/// constants, then the results of the instructions in order.
/// </summary>
internal sealed record Instruction(InstructionKind Kind, UnaryKind Unary, BinaryKind Binary, int A, int B, int C)
{
    public bool Reads(int operand) => A == operand || B == operand || C == operand;
}

/// <summary>A small program of functions that are applied element by element to arrays of one shape (smaller ones are broadcast).</summary>
/// <param name="InputCount">Arrays that it reads.</param>
/// <param name="Constants">Numbers that it uses.</param>
/// <param name="Instructions">In the order of their execution.</param>
/// <param name="Results">Operand numbers of what it writes.</param>
internal sealed record ElementwiseProgram(int InputCount, float[] Constants, Instruction[] Instructions, int[] Results)
{
    /// <summary>Number of the first instruction's result.</summary>
    public int FirstResult => InputCount + Constants.Length;

    /// <summary>Last instruction that reads an operand; -1 if none does.</summary>
    public int LastUse(int operand) => Array.FindLastIndex(Instructions, i => i.Reads(operand));
}
