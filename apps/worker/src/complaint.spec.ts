import { Complaint } from './complaint.js';

describe('a complaint', () => {
  it('is made once per failure, and again when it changes or comes back', () => {
    const said: string[] = [];
    const complaint = new Complaint((error) => said.push((error as Error).message));
    complaint.failed(new Error('away'));
    complaint.failed(new Error('away'));
    complaint.failed(new Error('wrong'));
    complaint.succeeded();
    complaint.failed(new Error('wrong'));
    expect(said).toEqual(['away', 'wrong', 'wrong']);
  });
});
