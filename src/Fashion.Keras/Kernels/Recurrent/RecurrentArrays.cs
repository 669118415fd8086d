namespace Fashion.Keras.Kernels;

/// <summary>
/// Where the arrays of a recurrent loop begin, and its functions. Those that may be null are marked; sequences are (rows, steps, size),
/// states (rows, units).
/// </summary>
internal unsafe struct RecurrentArrays
{
    /// <summary>Function of state and candidate.</summary>
    public RecurrentFunctions Activation;

    /// <summary>Function of the gates.</summary>
    public RecurrentFunctions Gate;

    /// <summary>Projected inputs (read forwards), or their gradients (written backwards); null where the loop projects.</summary>
    public float* Projected;

    /// <summary>In the forward pass of a loop that projects: the inputs, and the kernel of the projection in panels.</summary>
    public float* Inputs, InputKernel;

    /// <summary>The bias of the projection; null for none.</summary>
    public float* InputBias;

    /// <summary>The recurrent kernel in panels; backwards its transpose.</summary>
    public float* Kernel;

    /// <summary>States at the start; null for zeros.</summary>
    public float* Hidden, Memory;

    /// <summary>The recurrent bias of a gated unit; null for none.</summary>
    public float* Bias;

    /// <summary>(rows, steps), 0 where a step is missing; null when all are there.</summary>
    public float* Mask;

    /// <summary>Factors of h wherever the kernel reads it; null for none.</summary>
    public float* Kept;

    /// <summary>h after every step; null in the forward pass where nothing reads it.</summary>
    public float* Sequence;

    /// <summary>
    /// The activated gates, which may be the projected inputs, element by element; null in the forward pass where nothing reads them.
    /// </summary>
    public float* Gates;

    /// <summary>c after every step, or the candidate's part of h R + b; null in the forward pass where nothing reads it.</summary>
    public float* Saved;

    /// <summary>In the forward pass, h as the kernel reads it at every step; null where nothing reads it.</summary>
    public float* Read;

    /// <summary>Last states, or gradients of the states at the start; null where nothing reads them.</summary>
    public float* LastHidden, LastMemory;

    /// <summary>Backwards: gradients of sequence and last states; null for zeros.</summary>
    public float* SequenceGradient, HiddenGradient, MemoryGradient;

    /// <summary>Backwards, of a gated unit: gradients of h R + b.</summary>
    public float* Inner;

    /// <summary>The same arrays from a row on.</summary>
    public readonly RecurrentArrays From(int row, in RecurrentLoopSizes s)
    {
        RecurrentArrays part = this;
        nint state = (nint)row * s.Units, sequence = state * s.Steps, gates = (nint)row * s.Width * s.Steps, mask = (nint)row * s.Steps;
        Move(ref part.Projected, gates);
        Move(ref part.Inputs, mask * s.Inputs);
        Move(ref part.Hidden, state);
        Move(ref part.Memory, state);
        Move(ref part.Mask, mask);
        Move(ref part.Kept, state);
        Move(ref part.Sequence, sequence);
        Move(ref part.Gates, gates);
        Move(ref part.Saved, sequence);
        Move(ref part.Read, sequence);
        Move(ref part.LastHidden, state);
        Move(ref part.LastMemory, state);
        Move(ref part.SequenceGradient, sequence);
        Move(ref part.HiddenGradient, state);
        Move(ref part.MemoryGradient, state);
        Move(ref part.Inner, gates);
        return part;
    }

    private static void Move(ref float* pointer, nint count)
    {
        if (pointer != null) pointer += count;
    }
}
