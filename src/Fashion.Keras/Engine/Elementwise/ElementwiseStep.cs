using Fashion.Keras.Graph;
using Fashion.Keras.Kernels;

namespace Fashion.Keras.Engine;

/// <summary>
/// Runs an <see cref="ElementwiseProgram"/> in blocks that stay in the nearest cache: whole operands and results are used in
/// place, broadcast ones and everything between live in blocks of the worker's scratch memory.
/// </summary>
internal sealed unsafe class ElementwiseStep : PlanStep
{
    private const int FullBlock = 512;

    private readonly ElementwiseProgram _program;
    private readonly Slot[] _inputs;
    private readonly Slot[] _results;
    private readonly BroadcastMap[] _maps;
    private readonly Partition _partition;
    private readonly int _unit;
    private readonly int _count;
    private readonly int _block;
    private readonly int[] _resultOf;
    private readonly int[] _scratchOf;
    private readonly int _scratchBlocks;

    /// <param name="program">What to compute.</param>
    /// <param name="inputs">Slots of its inputs.</param>
    /// <param name="shapes">Shapes of its inputs.</param>
    /// <param name="results">Slots of its results.</param>
    /// <param name="shape">Their shape.</param>
    /// <param name="partition">How the elements are shared out; its pieces divide their number.</param>
    public ElementwiseStep(ElementwiseProgram program, Slot[] inputs, Shape[] shapes, Slot[] results, Shape shape, Partition partition)
        : base(Declare(inputs, shapes, results, shape, partition))
    {
        _program = program;
        _inputs = inputs;
        _results = results;
        _partition = partition;
        _count = shape.ElementCount;
        _unit = _count / partition.Rows;
        _maps = [.. shapes.Select(s => new BroadcastMap(s.AsSpan(), shape.AsSpan()))];

        // Blocks of whole periods keep a repeated row (a bias) where it is from block to block.
        _block = FullBlock;
        foreach (BroadcastMap map in _maps)
        {
            if (map.Period is 0 or > FullBlock) continue;
            _block -= _block % map.Period;
            break;
        }
        int operands = program.FirstResult + program.Instructions.Length;
        _resultOf = new int[operands];
        _scratchOf = new int[operands];
        for (int i = 0; i < operands; i++) _resultOf[i] = _scratchOf[i] = -1;
        for (int i = 0; i < results.Length; i++)
            if (!IsReadLater(program.Results[i], results[i])) _resultOf[program.Results[i]] = i;
        for (int i = 0; i < operands; i++)
            if (i < inputs.Length ? !_maps[i].IsIdentity : _resultOf[i] < 0) _scratchOf[i] = _scratchBlocks++;
    }

    public override long ScratchFloats => _scratchBlocks * FullBlock;

    /// <inheritdoc/>
    public override (Slot Read, Slot Written)? InPlace
    {
        get
        {
            for (int i = 0; i < _inputs.Length; i++)
                for (int r = 0; r < _results.Length; r++)
                    if (_maps[i].IsIdentity && _inputs.Count(s => s == _inputs[i]) == 1 && _resultOf[_program.Results[r]] == r
                        && _program.LastUse(i) <= _program.Results[r] - _program.FirstResult) return (_inputs[i], _results[r]);
            return null;
        }
    }

    /// <inheritdoc/>
    public override KernelCode Code
    {
        get
        {
            var code = new KernelCode?[_program.Instructions.Length + 1];
            if (_program.Constants.Length > 0 || Array.Exists(_maps, map => map.IsScalar)) code[0] = ElementwiseLoops.FillCode;
            for (int i = 1; i < code.Length; i++)
                code[i] = _program.Instructions[i - 1] switch
                {
                    { Kind: InstructionKind.Unary, Unary: var kind } => UnaryDispatch.CodeOf(kind),
                    { Kind: InstructionKind.Binary, Binary: var kind } => BinaryDispatch.CodeOf(kind),
                    { Kind: InstructionKind.Select } => ElementwiseLoops.SelectCode,
                    _ => null,
                };
            return KernelCode.All(code);
        }
    }

    public override void Run(Frame frame, int worker, int workers)
    {
        (int first, int end) = _partition.Range(worker, workers);
        int start = first * _unit, stop = end * _unit;
        if (start >= stop) return;
        int operands = _scratchOf.Length;
        float** at = stackalloc float*[operands];
        float* scratch = frame.Scratch(worker);
        for (int i = 0; i < operands; i++)
            if (_scratchOf[i] >= 0) at[i] = scratch + _scratchOf[i] * FullBlock;
        Prepare(frame, at, start, Math.Min(_block, stop - start));
        for (int done = start; done < stop; done += _block)
        {
            int count = Math.Min(_block, stop - done);
            for (int i = 0; i < _inputs.Length; i++)
                if (_maps[i].IsIdentity) at[i] = frame[_inputs[i]] + done;
                else if (ChangesPerBlock(_maps[i])) _maps[i].Fill(frame[_inputs[i]], at[i], done, count);
            for (int i = _inputs.Length; i < operands; i++)
                if (_resultOf[i] >= 0) at[i] = frame[_results[_resultOf[i]]] + done;
            Execute(at, count);
            for (int r = 0; r < _results.Length; r++)
                if (_resultOf[_program.Results[r]] != r)
                    new ReadOnlySpan<float>(at[_program.Results[r]], count).CopyTo(new Span<float>(frame[_results[r]] + done, count));
        }
    }

    // What is the same in all blocks: constants, single numbers, rows that repeat once or more per block.
    private void Prepare(Frame frame, float** at, int start, int count)
    {
        for (int i = 0; i < _program.Constants.Length; i++) ElementwiseLoops.Fill(_program.Constants[i], at[_inputs.Length + i], count);
        for (int i = 0; i < _inputs.Length; i++)
            if (!_maps[i].IsIdentity && !ChangesPerBlock(_maps[i])) _maps[i].Fill(frame[_inputs[i]], at[i], start, count);
    }

    private bool ChangesPerBlock(BroadcastMap map) => !map.IsScalar && (map.Period == 0 || _block % map.Period != 0);

    private void Execute(float** at, int count)
    {
        int target = _program.FirstResult;
        foreach (Instruction instruction in _program.Instructions)
        {
            switch (instruction.Kind)
            {
                case InstructionKind.Unary: UnaryDispatch.Run(instruction.Unary, at[instruction.A], at[target], count); break;
                case InstructionKind.Binary:
                    BinaryDispatch.Run(instruction.Binary, at[instruction.A], at[instruction.B], at[target],
                    count); break;
                case InstructionKind.Select:
                    ElementwiseLoops.Select(at[instruction.A], at[instruction.B], at[instruction.C], at[target],
                    count); break;
                default: new ReadOnlySpan<float>(at[instruction.A], count).CopyTo(new Span<float>(at[target], count)); break;
            }
            target++;
        }
    }

    // A result in the same memory as an operand (a variable that is updated) is kept aside until the operand was read for the last time.
    private bool IsReadLater(int result, Slot slot)
    {
        int written = result - _program.FirstResult;
        if (written < 0) return true;
        for (int i = 0; i < _inputs.Length; i++)
            if (_inputs[i] == slot && _program.LastUse(i) > written) return true;
        return false;
    }

    private static Access[] Declare(Slot[] inputs, Shape[] shapes, Slot[] results, Shape shape, Partition partition)
    {
        var accesses = new List<Access>();
        for (int i = 0; i < inputs.Length; i++)
            accesses.Add(
                Access.Read(inputs[i], new BroadcastMap(shapes[i].AsSpan(), shape.AsSpan()).IsIdentity ? partition : Partition.Any));
        foreach (Slot result in results) accesses.Add(Access.Write(result, partition));
        return [.. accesses];
    }
}
