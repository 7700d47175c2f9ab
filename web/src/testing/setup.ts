import { messages } from 'virtual:messages/en';
import { cleanup } from '@testing-library/preact';
import { afterEach } from 'vitest';
import { useMessages } from '../ui/words.ts';

useMessages('en', messages);
afterEach(cleanup);
